//! Random numbers from a seed.

/// SplitMix64: small, and good enough to spread values over what a schema allows.
#[derive(Clone, Debug)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Random(seed)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number below `limit`; 0 where nothing is below it.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).unwrap_or(u64::MAX);
        let value = self.next().checked_rem(limit).unwrap_or_default();
        usize::try_from(value).unwrap_or_default()
    }

    /// True in half of all cases.
    pub(super) fn coin(&mut self) -> bool {
        self.next() & 1 == 1
    }
}
