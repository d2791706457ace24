package io.switchd.manage;

import io.switchd.config.JournalEntry;
import java.io.IOException;
import java.util.List;

/**
 * Something taken away from the kernel on behalf of a command. It cannot be taken back, therefore removals come when
 * nothing else of their transaction can fail any more.
 *
 * @param command index of the command in its transaction
 * @param changes what it takes away, for the journal; empty for what stays whole, only elsewhere
 */
record Removal(int command, String description, List<JournalEntry> changes, Action action) {

    @FunctionalInterface
    interface Action {
        void run(Host host) throws IOException;
    }
}
