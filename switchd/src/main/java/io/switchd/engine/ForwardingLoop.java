package io.switchd.engine;

import io.switchd.port.PortPoller;

/**
 * The loop that forwards: takes what has arrived at its ports, sends each frame on, and between that does what it is
 * told. It owns its bridges and their tables outright, so nothing in it is locked.
 *
 * <p>Each ready port gives at most one batch a cycle, so that a port which floods cannot keep the others waiting. When
 * a cycle found nothing to do the next one waits for frames; an idle loop wakes once a second, to age its tables.
 *
 * <p>{@link #doWork()} is for the loop's thread alone.
 */
final class ForwardingLoop {

    private static final int COMMAND_LIMIT = 16;
    private static final int EXPIRY_LIMIT = 1_024;
    private static final int IDLE_WAIT_MILLIS = 1_000;

    private final Clock clock;
    private final long startNanos;
    private final PortPoller poller;
    private final CommandQueue commands;
    private final BridgeTable table;
    private int idleCycles;
    private int expiredSeconds;
    private volatile long cycles;

    ForwardingLoop(final Clock clock, final PortPoller poller, final CommandQueue commands, final BridgeTable table) {
        this.clock = clock;
        this.poller = poller;
        this.commands = commands;
        this.table = table;
        startNanos = clock.nanos();
    }

    /** One cycle; returns how much there was to do. */
    int doWork() {
        final int ready = poller.await(idleCycles == 0 ? 0 : IDLE_WAIT_MILLIS);
        int work = tick() + commands.drain(COMMAND_LIMIT);
        for (int i = 0; i < ready; i++) {
            final BridgePort port = table.port(poller.ready(i));
            if (port != null) {
                work += port.poll();
                table.flush();
            }
        }
        idleCycles = work == 0 ? idleCycles + 1 : 0;
        cycles++;
        return work;
    }

    /**
     * Advances with every cycle: a loop whose cycles stand still for long while it has work is stuck. Safe from any
     * thread.
     */
    long cycles() {
        return cycles;
    }

    private int tick() {
        table.nowNanos(clock.nanos() - startNanos);
        final int nowSeconds = table.nowSeconds();
        if (nowSeconds == expiredSeconds) {
            return 0;
        }
        int forgotten = 0;
        boolean finished = true;
        for (final Bridge bridge : table.bridges()) {
            final int count = bridge.fdb().expire(nowSeconds, EXPIRY_LIMIT);
            forgotten += count;
            finished &= count < EXPIRY_LIMIT;
        }
        if (finished) {
            expiredSeconds = nowSeconds;
        }
        return forgotten;
    }
}
