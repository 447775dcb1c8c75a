package agreement

// WakingQuery is the hot statement of the daily job, for its plan.
const WakingQuery = wakingQuery
