package io.switchd.engine;

import io.switchd.port.PortPoller;

/**
 * The loop that forwards: takes what has arrived at its ports, sends each frame on, and between that does what it is
 * told. It owns its bridges and their tables outright, so nothing in it is locked.
 *
 * <p>Each port gives at most one batch a cycle, so that a port which floods cannot keep the others waiting. All are
 * looked at in each cycle, idle ones too: a look into a ring is a read from memory ({@code benchmarks/compare --scale
 * --figures ports} shows that 62 idle ones cost nothing that can be measured). When a cycle found nothing to do the next one waits for frames, or
 * looks on for a while ({@link BusyPolling}); an idle loop wakes once a second, to age its tables and check its ports.
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
    private final FdbChanges changes;
    private final BusyPolling busyPolling;
    private final LoopCounters counters = new LoopCounters();
    private boolean isHeld;
    private boolean idle;
    private int expiredSeconds;
    private int checkedSeconds;

    /** @param busyPollNanos how long it looks on for frames before it sleeps; 0 for not at all */
    ForwardingLoop(final Clock clock, final PortPoller poller, final long busyPollNanos, final CommandQueue commands, final BridgeTable table,
                   final FdbChanges changes) {
        this.clock = clock;
        this.poller = poller;
        this.commands = commands;
        this.table = table;
        this.changes = changes;
        busyPolling = new BusyPolling(busyPollNanos);
        startNanos = clock.nanos();
    }

    /** One cycle; returns how much there was to do. */
    int doWork() {
        if (idle) {
            await();
        }
        final int work = tick() + commands.drain(COMMAND_LIMIT);
        final int frames = isHeld ? 0 : forward();
        changes.announce();
        idle = work + frames == 0;
        busyPolling.cycled(frames, table.nowNanos());
        return work + frames;
    }

    /** Takes no frames until {@link #go()}. */
    void hold() {
        isHeld = true;
    }

    /** Goes on, first of all with what a daemon before this one had begun to send. */
    void go() {
        isHeld = false;
        for (final BridgePort port : table.ports()) {
            if (port.port().isResuming()) {
                forward(port);
            }
        }
    }

    private int forward() {
        int frames = 0;
        for (final BridgePort port : table.ports()) {
            frames += forward(port);
        }
        return frames;
    }

    private void await() {
        if (busyPolling.isOver(table.nowNanos())) {
            counters.waits(true);
            poller.await(IDLE_WAIT_MILLIS);
            counters.waits(false);
        } else {
            Thread.onSpinWait();
        }
    }

    private int forward(final BridgePort port) {
        final int frames = port.poll();
        if (frames > 0) {
            counters.took(frames);
            table.flush();
            port.release();
        }
        return frames;
    }

    /** Safe from any thread. */
    LoopCounters counters() {
        return counters;
    }

    private int tick() {
        table.nowNanos(clock.nanos() - startNanos);
        counters.begins(table.nowNanos(), !idle);
        final int nowSeconds = table.nowSeconds();
        if (nowSeconds != checkedSeconds && !isHeld) {
            checkedSeconds = nowSeconds;
            check();
        }
        return nowSeconds == expiredSeconds ? 0 : expire(nowSeconds);
    }

    private void check() {
        for (final BridgePort port : table.ports()) {
            port.check();
        }
    }

    private int expire(final int nowSeconds) {
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
