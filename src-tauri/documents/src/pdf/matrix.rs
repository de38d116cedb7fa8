//! Where on a page something is drawn.

/// A change of place, size and direction, as PDF writes it: a, b, c, d, e, f.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Matrix(pub(crate) [f32; 6]);

impl Matrix {
    /// No change.
    pub(crate) const NONE: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// A move.
    pub(crate) fn moving(x: f32, y: f32) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// First this one, then `after`.
    pub(crate) fn then(self, after: Self) -> Self {
        let (m, n) = (self.0, after.0);
        Self([
            m[0] * n[0] + m[1] * n[2],
            m[0] * n[1] + m[1] * n[3],
            m[2] * n[0] + m[3] * n[2],
            m[2] * n[1] + m[3] * n[3],
            m[4] * n[0] + m[5] * n[2] + n[4],
            m[4] * n[1] + m[5] * n[3] + n[5],
        ])
    }

    /// Where the origin comes to.
    pub(crate) fn place(self) -> (f32, f32) {
        (self.0[4], self.0[5])
    }

    /// How tall something of height 1 becomes.
    pub(crate) fn height(self) -> f32 {
        self.0[2].hypot(self.0[3])
    }
}
