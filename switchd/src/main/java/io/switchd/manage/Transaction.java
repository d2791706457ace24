package io.switchd.manage;

import java.util.List;

/**
 * Commands that happen all or not at all, in their order.
 *
 * @param dryRun validate and say what would change, change nothing
 * @param noWait answer once it is stored, not only when the switch works that way
 * @param uid    of who asks, to be read without a sign; -1 when that is not known
 */
public record Transaction(List<Command> commands, boolean dryRun, boolean noWait, int uid) {

    public Transaction {
        commands = List.copyOf(commands);
    }

    /**
     * What a transaction answers.
     *
     * @param values     one per command, in order, as plain trees of Map, List, String, Number and Boolean; null for a
     *                   command that prints nothing
     * @param generation of the configuration after it
     * @param changes    one sentence per change of the configuration
     * @param warnings   one sentence per thing that its author may not have meant, and that was done all the same
     */
    public record Result(List<Object> values, long generation, List<String> changes, List<String> warnings) { }
}
