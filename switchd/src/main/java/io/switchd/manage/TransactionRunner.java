package io.switchd.manage;

import io.switchd.config.ConfigStore;
import io.switchd.config.Journal;
import io.switchd.config.JournalEntry;
import io.switchd.config.JournalEntry.Change;
import io.switchd.config.Revision;
import io.switchd.config.SwitchConfig;
import io.switchd.event.EventLog;
import io.switchd.event.Topic;
import io.switchd.log.LimitedLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Carries a transaction out: plan, write the journal, store, make, reconcile, remove, answer. Until the first removal is
 * done everything can be taken back, and is when something fails, be it only that a port cannot be opened whose device
 * was made: the configuration before is stored again, and what was made is unmade in reverse. A removal that fails after
 * another is done leaves a transaction that was carried out but for what the refusal names. When the configuration before
 * cannot be stored again the new one stays, on disk, in memory and, as far as it was made, in the kernel, and the refusal
 * says so.
 *
 * <p>Confined to the thread of the {@link SwitchManager}.
 */
final class TransactionRunner {

    private static final LimitedLog FAILURES = LimitedLog.of(TransactionRunner.class, Level.ERROR);
    private static final LimitedLog LEFT_OVERS = LimitedLog.of(TransactionRunner.class, Level.WARNING);

    private final Host host;
    private final ConfigStore store;
    private final Journal journal;
    private final Recovery recovery;
    private final Planner planner;
    private final Reconciler reconciler;
    private final EventLog events;
    private final ManagerCounters counters;
    private final Consumer<String> doubtful;

    /** @param doubtful is told of devices that a transaction which failed was to make anew */
    TransactionRunner(final Host host, final ConfigStore store, final Journal journal, final Recovery recovery, final Planner planner,
                      final Reconciler reconciler, final EventLog events, final ManagerCounters counters, final Consumer<String> doubtful) {
        this.host = host;
        this.store = store;
        this.journal = journal;
        this.recovery = recovery;
        this.planner = planner;
        this.reconciler = reconciler;
        this.events = events;
        this.doubtful = doubtful;
        this.counters = counters;
    }

    void run(final Transaction transaction, final CompletableFuture<Transaction.Result> result) {
        final long begin = System.nanoTime();
        final ManagerCounters.Outcome outcome = attempt(transaction, result);
        counters.transaction(outcome, System.nanoTime() - begin);
    }

    private ManagerCounters.Outcome attempt(final Transaction transaction, final CompletableFuture<Transaction.Result> result) {
        ManagerCounters.Outcome unlessDone = ManagerCounters.Outcome.REFUSED;
        try {
            final Plan plan = planner.plan(transaction.commands(), store.config());
            if (transaction.dryRun()) {
                result.complete(new Transaction.Result(nulls(plan), store.generation(), plan.changes(), plan.warnings()));
                return ManagerCounters.Outcome.DRY_RUN;
            }
            if (plan.changesAnything()) {
                unlessDone = ManagerCounters.Outcome.FAILED;
                carryOut(plan, transaction, result);
            }
            result.complete(new Transaction.Result(answers(plan), store.generation(), plan.changes(), plan.warnings()));
            return plan.changesAnything() ? ManagerCounters.Outcome.CHANGED : ManagerCounters.Outcome.UNCHANGED;
        } catch (final CommandFailedException | RuntimeException e) {
            final Exception failure = failure(e, unlessDone);
            if (!result.completeExceptionally(failure)) {
                FAILURES.log("not waited for", "a transaction that was not waited for failed: " + failure.getMessage());
            }
            return unlessDone;
        }
    }

    private static Exception failure(final Exception thrown, final ManagerCounters.Outcome outcome) {
        final Exception failure = thrown instanceof UncheckedIOException ? new CommandFailedException(0, thrown.getCause().getMessage(), thrown) : thrown;
        return failure instanceof CommandFailedException && outcome == ManagerCounters.Outcome.FAILED ? ((CommandFailedException) failure).begun() : failure;
    }

    /**
     * A plan on its way.
     *
     * @param uid    of who asked for it
     * @param made   the steps that are done, the last first
     * @param astray what is in the end neither as it was before nor as it was to be
     */
    private record Course(Plan plan, int uid, SwitchConfig before, Deque<Step> made, List<JournalEntry> astray) { }

    private void carryOut(final Plan plan, final Transaction transaction, final CompletableFuture<Transaction.Result> result)
        throws CommandFailedException {
        final Course course = new Course(plan, transaction.uid(), store.config(), new ArrayDeque<>(), new ArrayList<>());
        if (plan.journal().isEmpty()) {
            carryOut(course, transaction, result);
            return;
        }
        try {
            journal.begin(plan.journal());
        } catch (final IOException e) {
            throw new CommandFailedException(0, "the journal cannot be written: " + e.getMessage(), e);
        }
        try {
            carryOut(course, transaction, result);
        } catch (final CommandFailedException e) {
            endJournal(course.astray());
            throw e;
        } catch (final RuntimeException e) {
            endJournal(plan.journal());
            throw e;
        }
        endJournal(course.astray());
    }

    /** Of a configuration that is not kept the next start has to know what was made for it, should this daemon be killed. */
    private void endJournal(final Collection<JournalEntry> astray) {
        journal.end(store.isPersistent() ? astray : Journal.merge(astray, Recovery.madeFor(store.config())));
    }

    private void carryOut(final Course course, final Transaction transaction, final CompletableFuture<Transaction.Result> result)
        throws CommandFailedException {
        final Plan plan = course.plan();
        if (!plan.config().equals(course.before())) {
            save(plan.config(), course.uid());
        }
        if (transaction.noWait()) {
            result.complete(new Transaction.Result(nulls(plan), store.generation(), plan.changes(), plan.warnings()));
        }
        try {
            make(plan, course.made());
            reconciler.reconcile(plan.config());
            requireOpen(plan);
            removeFirst(course);
        } catch (final CommandFailedException e) {
            throw undo(course, e);
        } catch (final IOException | RuntimeException e) {
            throw undo(course, new CommandFailedException(0, e.getMessage(), e));
        }
        removeOthers(course);
    }

    private void save(final SwitchConfig config, final int uid) throws CommandFailedException {
        try {
            store.save(config, uid);
        } catch (final IOException e) {
            throw new CommandFailedException(0, "the configuration cannot be stored: " + e.getMessage(), e);
        }
        tell("changed", uid);
    }

    private void tell(final String what, final int uid) {
        counters.generation(store.generation());
        if (uid == Revision.NOBODY) {
            events.add(Topic.CONFIG, what, "generation", store.generation());
        } else {
            events.add(Topic.CONFIG, what, "generation", store.generation(), "uid", Integer.toUnsignedLong(uid));
        }
    }

    private void make(final Plan plan, final Deque<Step> made) throws CommandFailedException {
        for (final Plan.PlannedStep planned : plan.steps()) {
            try {
                planned.step().make(host);
                made.push(planned.step());
                counters.advanced();
            } catch (final IOException e) {
                throw new CommandFailedException(planned.command(), e.getMessage(), e);
            }
        }
    }

    /** A port may wait for its device, but not one whose device was just made. */
    private void requireOpen(final Plan plan) throws CommandFailedException {
        for (final Plan.PlannedStep planned : plan.steps()) {
            for (final JournalEntry entry : planned.step().changes()) {
                final boolean isPort = entry.isDevice() && entry.change() != Change.REMOVE && plan.config().hasPort(entry.name());
                if (isPort && !reconciler.status(entry.name()).isAttached()) {
                    throw new CommandFailedException(planned.command(), reconciler.status(entry.name()).error(), null);
                }
            }
        }
    }

    /** Returns the failure, with what of it could not be taken back. */
    private CommandFailedException undo(final Course course, final CommandFailedException failure) {
        try {
            if (!store.config().equals(course.before())) {
                store.takeBack(course.before(), course.uid());
                tell("undone", course.uid());
            }
        } catch (final IOException e) {
            reconcile();
            course.astray().addAll(course.plan().journal());
            return new CommandFailedException(failure.command(), failure.getMessage()
                + "; it is not undone, because the configuration before it cannot be stored again: " + e.getMessage(), failure);
        }
        course.made().forEach(step -> undo(step, course));
        course.plan().journal().stream().filter(entry -> entry.isDevice() && entry.change() != Change.MAKE).forEach(entry -> doubtful.accept(entry.name()));
        course.astray().addAll(recovery.afterFailure(course.plan().journal(), store.config()));
        reconcile();
        return failure;
    }

    private void reconcile() {
        try {
            reconciler.reconcile(store.config());
        } catch (final IOException | RuntimeException e) {
            FAILURES.log("reconcile", "the switch does not work as it is configured", e);
        }
    }

    private void undo(final Step step, final Course course) {
        try {
            step.undo(host);
        } catch (final IOException | RuntimeException e) {
            LEFT_OVERS.log("undo", "\"" + step.description() + "\" cannot be taken back: " + e.getMessage());
            course.astray().addAll(course.plan().journal(step.changes()));
        }
        counters.advanced();
    }

    private void removeFirst(final Course course) throws CommandFailedException {
        for (final Removal removal : course.plan().removals().stream().limit(1).toArray(Removal[]::new)) {
            try {
                removal.action().run(host);
            } catch (final IOException e) {
                course.astray().addAll(recovery.halfRemoved(course.plan().journal(removal.changes())));
                throw new CommandFailedException(removal.command(), e.getMessage(), e);
            }
        }
    }

    private void removeOthers(final Course course) throws CommandFailedException {
        final List<String> failures = new ArrayList<>();
        int command = 0;
        for (final Removal removal : course.plan().removals().stream().skip(1).toArray(Removal[]::new)) {
            try {
                removal.action().run(host);
            } catch (final IOException e) {
                command = failures.isEmpty() ? removal.command() : command;
                failures.add(e.getMessage());
                course.astray().addAll(course.plan().journal(removal.changes()));
            }
            counters.advanced();
        }
        if (!failures.isEmpty()) {
            throw new CommandFailedException(command, "all was done but this: " + String.join("; ", failures), null);
        }
    }

    /** Takes away everything that was made for the configuration; what cannot be does not keep the rest from going. */
    void removeAll() {
        final SwitchConfig config = store.config();
        config.bridges().keySet().forEach(bridge -> remove(new Command.DelBridge(bridge, true)));
        config.veths().keySet().forEach(veth -> remove(new Command.DelVeth(veth, true)));
    }

    private void remove(final Command command) {
        final CompletableFuture<Transaction.Result> result = new CompletableFuture<>();
        run(new Transaction(List.of(command), false, false, Revision.NOBODY), result);
        result.exceptionally(failure -> {
            LEFT_OVERS.log("remove", "not everything that was made could be removed: " + failure.getMessage());
            return null;
        });
    }

    private static List<Object> answers(final Plan plan) throws CommandFailedException {
        try {
            return plan.answers(TransactionRunner::lost);
        } catch (final Refusal e) {
            throw new CommandFailedException(-1, (plan.changesAnything() ? "all of it is done, but " : "") + e.getMessage(), e);
        }
    }

    private static void lost(final RuntimeException failure) {
        FAILURES.log("answer", "a transaction was carried out and one of its answers could not be made", failure);
    }

    private static List<Object> nulls(final Plan plan) {
        return new ArrayList<>(Collections.nCopies(plan.commandCount(), null));
    }
}
