package io.switchd.health;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The thread that looks at the {@link Health} of the others, and does beside it what has to be done from time to time. */
public final class Watch implements AutoCloseable {

    private final Health health;
    private final Runnable beside;
    private final Consumer<Throwable> fatal;
    private final Thread thread = new Thread(this::run, "watch");
    private volatile boolean running = true;

    private Watch(final Health health, final Runnable beside, final Consumer<Throwable> fatal) {
        this.health = health;
        this.beside = beside;
        this.fatal = fatal;
    }

    /**
     * @param beside is run five times a second and must not wait
     * @param fatal  is told what the thread could not survive
     */
    public static Watch start(final Health health, final Runnable beside, final Consumer<Throwable> fatal) {
        final Watch watch = new Watch(health, beside, fatal);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    private void run() {
        try {
            while (running) {
                health.look(System.nanoTime());
                beside.run();
                LockSupport.parkNanos(this, Health.PAUSE.toNanos());
            }
        } catch (final RuntimeException | Error e) {
            fatal.accept(e);
        }
    }

    @Override
    public void close() {
        running = false;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
