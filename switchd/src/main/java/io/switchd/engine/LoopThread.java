package io.switchd.engine;

import java.util.function.Consumer;

/**
 * The thread that runs a {@link ForwardingLoop} until it is closed. What it cannot survive it hands to the fatal
 * handler, and ends.
 */
final class LoopThread implements AutoCloseable {

    private final ForwardingLoop loop;
    private final BridgeTable table;
    private final Runnable wakeUp;
    private final Consumer<Throwable> fatal;
    private final Thread thread;
    private volatile boolean running = true;

    LoopThread(final String name, final ForwardingLoop loop, final BridgeTable table, final Runnable wakeUp, final Consumer<Throwable> fatal) {
        this.loop = loop;
        this.table = table;
        this.wakeUp = wakeUp;
        this.fatal = fatal;
        thread = new Thread(this::run, name);
        table.confineTo(thread);
        thread.start();
    }

    Thread thread() {
        return thread;
    }

    @Override
    public void close() {
        running = false;
        wakeUp.run();
        join();
        table.confineTo(null);
    }

    private void join() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (running) {
                loop.doWork();
            }
        } catch (final RuntimeException | Error e) {
            fatal.accept(e);
        }
    }
}
