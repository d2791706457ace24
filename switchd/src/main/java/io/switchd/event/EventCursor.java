package io.switchd.event;

import java.util.List;
import java.util.Set;

/**
 * Where somebody is in reading an {@link EventLog}. What is missing is told in its place by events of the topic {@link
 * Topic#MONITOR}, which have the number of the event that was read before: whoever goes on from there misses nothing. For
 * one thread at a time.
 */
public final class EventCursor {

    private final EventLog log;
    private final Set<Topic> topics;
    private final Place stations;
    private final Place others;
    private long last;
    private boolean isOfAnotherDaemon;

    private EventCursor(final EventLog log, final Set<Topic> topics, final long last, final boolean isOfAnotherDaemon) {
        this.log = log;
        this.topics = Set.copyOf(topics);
        this.last = last;
        this.isOfAnotherDaemon = isOfAnotherDaemon;
        synchronized (log) {
            stations = new Place(log.stations(), topics.contains(Topic.FDB), last);
            others = new Place(log.others(), topics.stream().anyMatch(topic -> topic != Topic.FDB), last);
        }
    }

    /** How far a ring has been read, in events; one that is not asked for has none. */
    private static final class Place {

        private final EventRing ring;
        private final boolean isWanted;
        private long read;

        Place(final EventRing ring, final boolean isWanted, final long last) {
            this.ring = ring;
            this.isWanted = isWanted;
            read = ring.newestForgotten() <= last ? ring.countUpTo(last) : Math.max(0, ring.forgottenCount() - (ring.newestForgotten() - last));
        }

        /** How many events were forgotten before they were read; from now on they count as read. */
        long takeMissed() {
            final long missed = isWanted ? Math.max(0, ring.forgottenCount() - read) : 0;
            read += missed;
            return missed;
        }

        Event next() {
            return isWanted ? ring.after(read) : null;
        }
    }

    /** For what happens from now on. */
    public static EventCursor fromNow(final EventLog log, final Set<Topic> topics) {
        return new EventCursor(log, topics, log.newest(), false);
    }

    /** For what has happened since an event, which may be one that a daemon before this one told. */
    public static EventCursor since(final EventLog log, final Set<Topic> topics, final long sequence) {
        final boolean isOurs = log.isOurs(sequence);
        return new EventCursor(log, topics, isOurs ? sequence : log.beforeFirst(), !isOurs);
    }

    /** Number of the event that was read last. */
    public long last() {
        return last;
    }

    /** The next event, or null when there is none yet. */
    public Event next() {
        if (isOfAnotherDaemon) {
            isOfAnotherDaemon = false;
            return told("restarted");
        }
        synchronized (log) {
            final long missed = others.takeMissed();
            if (missed > 0) {
                return told("missed", "count", missed);
            }
            final long stationsMissed = stations.takeMissed();
            return stationsMissed > 0 ? told("missed", "count", stationsMissed, "of", Topic.FDB.label()) : nextKept();
        }
    }

    /** That with the lower number goes first. */
    private Event nextKept() {
        Event event = take();
        while (event != null && !topics.contains(event.topic())) {
            event = take();
        }
        return event;
    }

    private Event take() {
        final Event station = stations.next();
        final Event other = others.next();
        final boolean isStation = station != null && (other == null || station.sequence() < other.sequence());
        final Event event = isStation ? station : other;
        if (event != null) {
            (isStation ? stations : others).read++;
            last = event.sequence();
        }
        return event;
    }

    private Event told(final String name, final Object... details) {
        return new Event(last, log.millis(), Topic.MONITOR, name, List.of(details));
    }
}
