package io.switchd.event;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Something that has happened.
 *
 * @param sequence grows from event to event, beyond the end of the daemon too
 * @param millis   since the epoch
 * @param name     what has happened, such as joined
 * @param details  names and values by turns
 */
public record Event(long sequence, long millis, Topic topic, String name, List<Object> details) {

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    /** As a plain tree whose keys are part of the contract with scripts. */
    public Map<String, Object> tree() {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("seq", sequence);
        tree.put("time", TIME.format(Instant.ofEpochMilli(millis)));
        tree.put("topic", topic.label());
        tree.put("event", name);
        for (int i = 0; i < details.size(); i += 2) {
            tree.put(details.get(i).toString(), details.get(i + 1));
        }
        return tree;
    }
}
