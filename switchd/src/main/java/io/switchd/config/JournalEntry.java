package io.switchd.config;

import java.util.Locale;

/**
 * Something of the kernel's that a transaction is going to change.
 *
 * @param name of the device in the daemon's namespace, or of the namespace
 */
public record JournalEntry(Change change, Kind kind, String name) {

    /** What is going to be done. */
    public enum Change { MAKE, REMOVE, REPLACE }

    /** What it is done to; a namespace is its maker's, unless plug made it, and that of a process cannot be made again. */
    public enum Kind { DEVICE, NAMESPACE, NAMESPACE_OF_PLUG, NAMESPACE_OF_PROCESS }

    public JournalEntry {
        if (kind != Kind.DEVICE) {
            Names.checkNamespace(name);
        }
    }

    public static JournalEntry device(final Change change, final String name) {
        return new JournalEntry(change, Kind.DEVICE, name);
    }

    public static JournalEntry namespace(final Change change, final String name) {
        return new JournalEntry(change, Kind.NAMESPACE, name);
    }

    /** That a namespace that is there already, a process's, is going to get a name. */
    public static JournalEntry nameOfProcess(final String name) {
        return new JournalEntry(Change.MAKE, Kind.NAMESPACE_OF_PROCESS, name);
    }

    /** The same, of a namespace that plug made. */
    public JournalEntry ofPlug() {
        return new JournalEntry(change, Kind.NAMESPACE_OF_PLUG, name);
    }

    public boolean isDevice() {
        return kind == Kind.DEVICE;
    }

    boolean isOfSame(final JournalEntry other) {
        return isDevice() == other.isDevice() && name.equals(other.name);
    }

    /** What this and a later change of the same thing come to. */
    JournalEntry then(final JournalEntry later) {
        return change == later.change ? later : new JournalEntry(Change.REPLACE, later.kind, name);
    }

    static String word(final Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
