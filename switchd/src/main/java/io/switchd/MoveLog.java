package io.switchd;

import io.switchd.engine.MacMove;
import io.switchd.frame.MacAddress;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardOldestPolicy;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Logs stations that move, on a thread of its own: a log that is slow to take a line must not hold up the loop that has
 * seen the move.
 */
final class MoveLog implements Consumer<MacMove>, AutoCloseable {

    private static final Logger LOG = System.getLogger(MoveLog.class.getName());
    private static final int WAITING = 64;

    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING),
        task -> new Thread(task, "move-log"), new DiscardOldestPolicy());

    @Override
    public void accept(final MacMove move) {
        executor.execute(() -> LOG.log(Level.INFO, "station " + MacAddress.format(move.mac()) + " of VLAN " + move.vlan() + " on bridge " + move.bridge()
            + " moved from port " + move.from() + " to port " + move.to() + " (" + move.untold() + " more moves not told)"));
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
