package io.switchd.event;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The latest events, in the order in which they happened, for whoever wants to follow them.
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li><b>A ring.</b> Events are kept in one place, the newest {@link #KEPT}, and a reader has nothing but the number of
 *       the event it has read last. So a reader that is slow costs nobody anything: it finds that events are gone, and
 *       is told how many.
 *   <li><b>Numbers that go on.</b> They begin at a million for each second since the epoch at which the daemon started.
 *       So no number is used twice by daemons that follow each other (unless the clock goes back), and a reader that
 *       has lost its daemon learns from the number it had that there is another.
 * </ul>
 *
 * <p>Safe from any thread. Nothing in it waits.
 */
public final class EventLog {

    static final int KEPT = 16_384;
    private static final long NUMBERS_PER_SECOND = 1_000_000;

    private final InstantSource clock;
    private final Event[] ring = new Event[KEPT];
    private final long first;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private long next;

    /** @param clock tells when each event happens */
    public EventLog(final InstantSource clock) {
        this.clock = clock;
        first = clock.instant().getEpochSecond() * NUMBERS_PER_SECOND + 1;
        next = first;
    }

    /** @param details names and values by turns */
    public void add(final Topic topic, final String name, final Object... details) {
        synchronized (this) {
            ring[slot(next)] = new Event(next, clock.millis(), topic, name, List.of(details));
            next++;
        }
        listeners.forEach(Runnable::run);
    }

    /** Number of the newest event; one below the first when there is none. */
    public synchronized long newest() {
        return next - 1;
    }

    /** @param listener is run after each event by whoever tells it; must not wait */
    public void addListener(final Runnable listener) {
        listeners.add(listener);
    }

    public void removeListener(final Runnable listener) {
        listeners.remove(listener);
    }

    /** Whether a number is of an event that this daemon has told, or of the moment before its first. */
    synchronized boolean isOurs(final long sequence) {
        return sequence >= first - 1 && sequence < next;
    }

    /** Number of the event before the oldest that is kept. */
    synchronized long beforeOldest() {
        return Math.max(first, next - KEPT) - 1;
    }

    /** The event of a number, or null when it is not there any more, or not yet. */
    synchronized Event find(final long sequence) {
        return sequence > beforeOldest() && sequence < next ? ring[slot(sequence)] : null;
    }

    synchronized long millis() {
        return clock.millis();
    }

    private static int slot(final long sequence) {
        return (int) (sequence % KEPT);
    }
}
