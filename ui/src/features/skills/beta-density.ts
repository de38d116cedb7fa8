// The density of a Beta distribution, only to draw it. Beliefs are computed by the engine.

/** Density at x, 0 < x < 1; 0 at and beyond the ends. Both parameters must be above 0. */
export function betaDensity(x: number, alpha: number, beta: number): number {
  if (x <= 0 || x >= 1) return 0;
  const logarithm =
    (alpha - 1) * Math.log(x) +
    (beta - 1) * Math.log1p(-x) +
    logGamma(alpha + beta) -
    logGamma(alpha) -
    logGamma(beta);
  return Math.exp(logarithm);
}

const lanczos = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** Logarithm of the gamma function for z > 0 (Lanczos, g = 7). */
function logGamma(z: number): number {
  if (z < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * z)) - logGamma(1 - z);
  const shifted = z - 1;
  const sum = lanczos.reduce(
    (total, factor, index) => total + factor / (shifted + index + 1),
    0.99999999999980993,
  );
  const base = shifted + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(sum);
}
