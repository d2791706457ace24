package io.switchd.engine;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;

/**
 * What other threads ask of a loop, in order. The loop looks at one volatile field when nobody has asked anything, and
 * takes the queue's lock only when somebody has.
 */
final class CommandQueue {

    private static final int CAPACITY = 1_024;

    private final ArrayBlockingQueue<Runnable> commands = new ArrayBlockingQueue<>(CAPACITY);
    private volatile boolean pending;

    /** Safe from any thread. */
    void offer(final Runnable command) {
        if (!commands.offer(command)) {
            throw new RejectedExecutionException("the forwarding loop has " + CAPACITY + " commands waiting and takes no more");
        }
        pending = true;
    }

    /** Runs at most {@code limit} commands; for the loop's thread. */
    int drain(final int limit) {
        if (!pending) {
            return 0;
        }
        pending = false;
        int count = 0;
        Runnable command = commands.poll();
        while (command != null) {
            command.run();
            count++;
            if (count == limit) {
                pending = true;
                break;
            }
            command = commands.poll();
        }
        return count;
    }
}
