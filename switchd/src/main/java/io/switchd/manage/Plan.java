package io.switchd.manage;

import io.switchd.config.ConfigDiff;
import io.switchd.config.Journal;
import io.switchd.config.JournalEntry;
import io.switchd.config.SwitchConfig;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What a transaction will do, found out before anything is done: the configuration that it leads to, what has to be
 * made in the kernel and taken away from it, and where the answers come from. Commands are planned in order, each on
 * what those before it will have left.
 */
final class Plan {

    private final SwitchConfig before;
    private final HostView host;
    private final List<PlannedStep> steps = new ArrayList<>();
    private final List<Removal> moves = new ArrayList<>();
    private final List<Removal> removals = new ArrayList<>();
    private final List<Supplier<Object>> answers = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<String> warnings = new LinkedHashSet<>();
    private SwitchConfig config;
    private int command;

    Plan(final SwitchConfig before, final HostView host) {
        this.before = before;
        this.host = host;
        config = before;
    }

    /** A step and the index of the command that wants it. */
    record PlannedStep(int command, Step step) { }

    /** Begins the next command; it answers nothing unless {@link #answer} is called for it. */
    void begin(final int index) {
        command = index;
        answers.add(() -> null);
    }

    SwitchConfig config() {
        return config;
    }

    HostView host() {
        return host;
    }

    void change(final UnaryOperator<SwitchConfig> change) {
        config = change.apply(config);
    }

    void make(final Step step) {
        steps.add(new PlannedStep(command, step));
    }

    void remove(final String description, final JournalEntry change, final Removal.Action action) {
        removals.add(new Removal(command, description, List.of(change), action));
    }

    /** A removal that the kernel may well refuse: it comes before those that it does not. */
    void move(final String description, final Removal.Action action) {
        moves.add(new Removal(command, description, List.of(), action));
    }

    /** The command's answer is asked for when everything is done. */
    void answer(final Supplier<Object> answer) {
        answers.set(command, answer);
    }

    /** Adds to the changes, in a sentence, one of the configuration for which nothing has to be made or taken away. */
    void note(final String change) {
        notes.add(change);
    }

    /** Tells the user, in a sentence, of something that does not keep the transaction from being carried out. */
    void warn(final String warning) {
        warnings.add(warning);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    int commandCount() {
        return answers.size();
    }

    List<PlannedStep> steps() {
        return steps;
    }

    List<Removal> removals() {
        final List<Removal> all = new ArrayList<>(moves);
        all.addAll(removals);
        return all;
    }

    /** What it will make and take away. */
    List<JournalEntry> journal() {
        final List<JournalEntry> changes = new ArrayList<>();
        steps.forEach(planned -> changes.addAll(planned.step().changes()));
        removals().forEach(removal -> changes.addAll(removal.changes()));
        return journal(changes);
    }

    /** What the journal is to say of some of its changes; a namespace is plug's when the configuration says so before or after. */
    List<JournalEntry> journal(final List<JournalEntry> changes) {
        final List<JournalEntry> entries = new ArrayList<>(changes);
        entries.replaceAll(entry -> !entry.isDevice() && isOfPlug(entry.name()) ? entry.ofPlug() : entry);
        return Journal.merge(List.of(), entries);
    }

    private boolean isOfPlug(final String netns) {
        return before.namespaces().contains(netns) || config.namespaces().contains(netns);
    }

    boolean changesAnything() {
        return !config.equals(before) || !steps.isEmpty() || !removals().isEmpty();
    }

    List<String> changes() {
        final List<String> changes = new ArrayList<>();
        steps.forEach(planned -> changes.add(planned.step().description()));
        changes.addAll(ConfigDiff.between(before, config));
        changes.addAll(notes);
        removals().forEach(removal -> changes.add(removal.description()));
        return changes;
    }

    /**
     * The answers of the commands, in order. One that fails is the failure of a transaction that only asks; of one that
     * was carried out it is told to {@code lost}, and the command answers nothing.
     *
     * @throws Refusal when there is too much to say
     */
    List<Object> answers(final Consumer<RuntimeException> lost) {
        final AnswerSize size = new AnswerSize();
        final List<Object> values = new ArrayList<>();
        for (final Supplier<Object> answer : answers) {
            try {
                values.add(answer.get());
            } catch (final RuntimeException e) {
                if (!changesAnything()) {
                    throw e;
                }
                lost.accept(e);
                values.add(null);
            }
            size.add(values.get(values.size() - 1));
        }
        return values;
    }
}
