package io.switchd.health;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * The end of the process over what it cannot survive. A switch that does not forward must not look as if it did: who
 * watches the process starts another. Before it ends its state is written into a file, and a line into the log.
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li>At the end there may be no memory, no thread to be had, and a disk or a reader of the log that hangs. So the thread
 *       that writes is there from the start and has rehearsed; it has memory in reserve; and whoever meets what is fatal
 *       waits for it for {@link #PATIENCE} and then ends the process, written or not.
 *   <li>The first cause is told. Whoever meets another one waits for the same end.
 *   <li>The JVM's own way to end waits until each of its threads can be stopped, and one of them may be the very reason. So
 *       the kernel is asked, which waits for nobody.
 * </ul>
 */
public final class Fatal implements Consumer<Throwable> {

    /** The exit code; also that of a JVM that is told to end when it has no memory. */
    public static final int EXIT_CODE = 3;

    static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Logger LOG = System.getLogger(Fatal.class.getName());
    private static final int RESERVE_BYTES = 1024 * 1024;

    private final StateFile file;
    private final IntConsumer exit;
    private final AtomicReference<Thread> first = new AtomicReference<>();
    private final Thread writer = new Thread(this::run, "last-words");
    private byte[] reserve = new byte[RESERVE_BYTES];
    private volatile Throwable cause;

    private Fatal(final StateFile file, final IntConsumer exit) {
        this.file = file;
        this.exit = exit;
    }

    /** @param exit ends the process at once with an exit code */
    public static Fatal prepare(final StateFile file, final IntConsumer exit) {
        final Fatal fatal = new Fatal(file, exit);
        fatal.writer.setDaemon(true);
        fatal.writer.start();
        return fatal;
    }

    /** Ends the process. */
    @Override
    public void accept(final Throwable reason) {
        try {
            if (first.compareAndSet(null, Thread.currentThread())) {
                reserve = null;
                cause = reason;
                LockSupport.unpark(writer);
            }
            final long end = System.nanoTime() + PATIENCE.toNanos();
            while (end - System.nanoTime() > 0) {
                Thread.interrupted();
                LockSupport.parkNanos(this, end - System.nanoTime());
            }
        } finally {
            exit.accept(EXIT_CODE);
        }
    }

    private void run() {
        try {
            file.rehearse();
            while (cause == null) {
                LockSupport.park(this);
            }
            tell(first.get().getName(), file.write(first.get(), cause));
        } finally {
            exit.accept(EXIT_CODE);
        }
    }

    private void tell(final String thread, final String written) {
        LOG.log(Level.ERROR, "switchd cannot go on and ends with exit code " + EXIT_CODE + ": "
            + (cause instanceof StalledException ? cause.getMessage() : "thread " + thread + " has met " + cause) + "; " + written);
    }
}
