package io.switchd.manage;

import io.switchd.count.Counts;
import io.switchd.count.Distribution;
import io.switchd.count.Durations;

/** What the {@link SwitchManager} counts of its work. Written by its thread, read by any. */
public final class ManagerCounters {

    private static final int GENERATION = Outcome.values().length;
    private static final int FAILED_RECONCILES = GENERATION + 1;
    private static final int STEPS = FAILED_RECONCILES + 1;

    /** By the ordinals of outcomes, then the others. */
    private final Counts counts = new Counts(STEPS + 1);
    private final Distribution transactions = Durations.distribution();
    private final Distribution reconciles = Durations.distribution();

    /** How a transaction ended. */
    public enum Outcome {
        /** It has changed something. */
        CHANGED("changed"),
        /** It asked, or found all as it was to be. */
        UNCHANGED("unchanged"),
        /** It was a dry run that was not refused. */
        DRY_RUN("dry-run"),
        /** It was refused before anything was begun. */
        REFUSED("refused"),
        /** It was begun and failed, and was taken back as far as that was possible. */
        FAILED("failed");

        private final String label;

        Outcome(final String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    void transaction(final Outcome outcome, final long nanos) {
        counts.add(outcome.ordinal(), 1);
        transactions.note(nanos);
    }

    void generation(final long generation) {
        counts.set(GENERATION, generation);
    }

    void reconciled(final long nanos) {
        reconciles.note(nanos);
    }

    void reconcileFailed() {
        counts.add(FAILED_RECONCILES, 1);
    }

    /** A command was planned, a step of a transaction done, a port or a device looked at. */
    void advanced() {
        counts.add(STEPS, 1);
    }

    /** Counts on while the manager works: a long transaction has many steps, each of them is short. */
    public long steps() {
        return counts.get(STEPS);
    }

    public long transactions(final Outcome outcome) {
        return counts.get(outcome.ordinal());
    }

    /** Nanoseconds that transactions took, without their time in the queue. */
    public Distribution transactionTimes() {
        return transactions;
    }

    /** Of the configuration, after the latest transaction. */
    public long configGeneration() {
        return counts.get(GENERATION);
    }

    /** Nanoseconds that runs of the reconciler took, those that failed among them. */
    public Distribution reconcileTimes() {
        return reconciles;
    }

    /** Runs of the reconciler that could not be finished; a port that cannot be opened does not make one. */
    public long failedReconciles() {
        return counts.get(FAILED_RECONCILES);
    }
}
