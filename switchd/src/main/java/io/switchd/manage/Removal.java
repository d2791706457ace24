package io.switchd.manage;

import java.io.IOException;

/**
 * Something taken away from the kernel on behalf of a command. It cannot be taken back, therefore removals come when
 * nothing else of their transaction can fail any more.
 *
 * @param command index of the command in its transaction
 */
record Removal(int command, String description, Action action) {

    @FunctionalInterface
    interface Action {
        void run(Host host) throws IOException;
    }
}
