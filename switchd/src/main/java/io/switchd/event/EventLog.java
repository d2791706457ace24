package io.switchd.event;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The latest events, in the order in which they happened, for whoever wants to follow them.
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li><b>Rings.</b> Events are kept in one place, and a reader has nothing but its place in it. So a reader that is slow
 *       costs nobody anything: it finds that events are gone, and is told how many.
 *   <li><b>Stations apart.</b> Somebody who makes up addresses makes events as fast as they are told. They have a ring of
 *       their own, so that they drive out each other and not what happened to ports and the configuration.
 *   <li><b>Numbers that go on.</b> They begin at a thousand for each millisecond since the epoch at which the daemon started.
 *       So no number is used twice by daemons that follow each other (unless the clock goes back), and a reader that
 *       has lost its daemon learns from the number it had that there is another.
 * </ul>
 *
 * <p>Safe from any thread. Nothing in it waits.
 */
public final class EventLog {

    /** Of stations, and of everything else. */
    static final int STATIONS_KEPT = 16_384;
    static final int OTHERS_KEPT = 4_096;
    private static final long NUMBERS_PER_MILLISECOND = 1_000;

    private final InstantSource clock;
    private final EventRing stations = new EventRing(STATIONS_KEPT);
    private final EventRing others = new EventRing(OTHERS_KEPT);
    private final long first;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private long next;

    /** @param clock tells when each event happens */
    public EventLog(final InstantSource clock) {
        this.clock = clock;
        first = clock.millis() * NUMBERS_PER_MILLISECOND + 1;
        next = first;
    }

    /** @param details names and values by turns */
    public void add(final Topic topic, final String name, final Object... details) {
        synchronized (this) {
            (topic == Topic.FDB ? stations : others).add(new Event(next, clock.millis(), topic, name, List.of(details)));
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

    /** Number of the moment before the first event. */
    long beforeFirst() {
        return first - 1;
    }

    EventRing stations() {
        return stations;
    }

    EventRing others() {
        return others;
    }

    long millis() {
        return clock.millis();
    }
}
