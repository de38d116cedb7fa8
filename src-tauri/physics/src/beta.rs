//! The Beta distribution's quantiles, by the regularised incomplete beta function.

/// Steps of the continued fraction; it converges in far fewer for the shapes of this model.
const FRACTION_STEPS: u32 = 300;
/// Steps of the search for a quantile; halving alone gives 2^-60.
const SEARCH_STEPS: u32 = 60;
const PRECISION: f64 = 1e-12;
const TINY: f64 = 1e-300;

/// The x in 0..=1 below which a Beta(α, β) falls with probability `p`; α and β positive.
///
/// Newton steps, kept within a bracket that halves when a step leaves it.
pub(crate) fn quantile(alpha: f64, beta: f64, p: f64) -> f64 {
    let ln_scale = ln_gamma(alpha + beta) - ln_gamma(alpha) - ln_gamma(beta);
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    let mut x = alpha / (alpha + beta);
    for _ in 0..SEARCH_STEPS {
        let miss = cumulative(alpha, beta, x, ln_scale) - p;
        if miss > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let ln_density = ln_scale + (alpha - 1.0) * x.ln() + (beta - 1.0) * (-x).ln_1p();
        let step = x - miss / ln_density.exp();
        let next = if step > low && step < high { step } else { f64::midpoint(low, high) };
        if (next - x).abs() < PRECISION {
            return next;
        }
        x = next;
    }
    x
}

/// The probability that a Beta(α, β) is below x. `ln_scale` is −ln B(α, β).
fn cumulative(alpha: f64, beta: f64, x: f64, ln_scale: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = (ln_scale + alpha * x.ln() + beta * (-x).ln_1p()).exp();
    if x < (alpha + 1.0) / (alpha + beta + 2.0) {
        front * fraction(alpha, beta, x) / alpha
    } else {
        1.0 - front * fraction(beta, alpha, 1.0 - x) / beta
    }
}

/// The continued fraction of the incomplete beta function, by Lentz's method
/// (Numerical Recipes, 6.4).
fn fraction(alpha: f64, beta: f64, x: f64) -> f64 {
    let held = |value: f64| if value.abs() < TINY { TINY } else { value };
    let sum = alpha + beta;
    let mut above = 1.0;
    let mut below = 1.0 / held(1.0 - sum * x / (alpha + 1.0));
    let mut result = below;
    for step in 1..=FRACTION_STEPS {
        let step = f64::from(step);
        let place = alpha + 2.0 * step;
        let even = step * (beta - step) * x / ((place - 1.0) * place);
        below = 1.0 / held(1.0 + even * below);
        above = held(1.0 + even / above);
        result *= below * above;
        let odd = -(alpha + step) * (sum + step) * x / (place * (place + 1.0));
        below = 1.0 / held(1.0 + odd * below);
        above = held(1.0 + odd / above);
        let change = below * above;
        result *= change;
        if (change - 1.0).abs() < PRECISION {
            break;
        }
    }
    result
}

/// ln Γ(x) for positive x, by Lanczos' approximation (g = 7, n = 9), to about 1e-15.
fn ln_gamma(x: f64) -> f64 {
    const FIRST: f64 = 0.999_999_999_999_809_9;
    const REST: [f64; 8] = [
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    let x = x - 1.0;
    let mut sum = FIRST;
    let mut place = 1.0;
    for coefficient in REST {
        sum += coefficient / (x + place);
        place += 1.0;
    }
    let t = x + 7.5;
    0.5 * (2.0 * std::f64::consts::PI).ln() + (x + 0.5) * t.ln() - t + sum.ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-9, "{a} is not {b}");
    }

    #[test]
    fn quantiles_of_a_uniform_are_the_probabilities() {
        for p in [0.01, 0.1, 0.5, 0.9, 0.99] {
            close(quantile(1.0, 1.0, p), p);
        }
    }

    #[test]
    fn quantiles_with_a_closed_form_are_met() {
        // Beta(α, 1) has the quantile p^(1/α); Beta(1, β) has 1 − (1−p)^(1/β).
        for shape in [0.4, 0.9, 2.0, 7.5, 80.0, 4_000.0] {
            for p in [0.1, 0.9] {
                close(quantile(shape, 1.0, p), p.powf(1.0 / shape));
                close(quantile(1.0, shape, p), 1.0 - (1.0 - p).powf(1.0 / shape));
            }
        }
    }

    #[test]
    fn symmetric_shapes_have_their_median_in_the_middle() {
        for shape in [0.4, 2.0, 50.0, 5_000.0] {
            close(quantile(shape, shape, 0.5), 0.5);
        }
    }
}
