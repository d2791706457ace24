package io.switchd.event;

import java.util.List;
import java.util.Set;

/**
 * Where somebody is in reading an {@link EventLog}. What is missing is told in its place by events of the topic {@link
 * Topic#MONITOR}, which have the number of the event before which they stand, less one: whoever goes on from there
 * misses nothing. For one thread at a time.
 */
public final class EventCursor {

    private final EventLog log;
    private final Set<Topic> topics;
    private long last;
    private boolean isOfAnotherDaemon;

    private EventCursor(final EventLog log, final Set<Topic> topics, final long last, final boolean isOfAnotherDaemon) {
        this.log = log;
        this.topics = Set.copyOf(topics);
        this.last = last;
        this.isOfAnotherDaemon = isOfAnotherDaemon;
    }

    /** For what happens from now on. */
    public static EventCursor fromNow(final EventLog log, final Set<Topic> topics) {
        return new EventCursor(log, topics, log.newest(), false);
    }

    /** For what has happened since an event, which may be one that a daemon before this one told. */
    public static EventCursor since(final EventLog log, final Set<Topic> topics, final long sequence) {
        final boolean isOurs = log.isOurs(sequence);
        return new EventCursor(log, topics, isOurs ? sequence : log.beforeOldest(), !isOurs);
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
        final long beforeOldest = log.beforeOldest();
        if (last < beforeOldest) {
            final long missed = beforeOldest - last;
            last = beforeOldest;
            return told("missed", "count", missed);
        }
        Event event = log.find(last + 1);
        while (event != null) {
            last++;
            if (topics.contains(event.topic())) {
                return event;
            }
            event = log.find(last + 1);
        }
        return null;
    }

    private Event told(final String name, final Object... details) {
        return new Event(last, log.millis(), Topic.MONITOR, name, List.of(details));
    }
}
