package io.switchd.control;

import io.netty.channel.ChannelHandlerContext;
import io.switchd.event.EventCursor;
import io.switchd.event.EventLog;
import io.switchd.event.Topic;
import io.switchd.protocol.CommandTable;
import io.switchd.protocol.RpcErrors;
import io.switchd.protocol.Suggest;
import io.switchd.protocol.Text;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Those who follow events, on all connections together. Confined to the event loop of the control channel.
 */
final class Monitors {

    private static final String METHOD = "monitor";
    private static final String OF_NAMESPACES = "netns.monitor";

    private final EventLog events;
    private final ResponseWriter writer;
    private final int limit;
    private int open;

    Monitors(final EventLog events, final ResponseWriter writer, final ControlLimits limits) {
        this.events = events;
        this.writer = writer;
        limit = limits.crowd().monitors();
    }

    /** Whether a method begins to follow. */
    static boolean serves(final Object method) {
        return METHOD.equals(method) || OF_NAMESPACES.equals(method);
    }

    /** @throws RpcException when the parameters are wrong, or there are too many already */
    EventStream begin(final ChannelHandlerContext context, final String method, final Map<String, Object> params) throws RpcException {
        try {
            CommandTable.byMethod(method).check(params);
        } catch (final IllegalArgumentException e) {
            throw new RpcException(RpcErrors.INVALID_PARAMS, e.getMessage());
        }
        final Set<Topic> topics = method.equals(OF_NAMESPACES) ? EnumSet.of(Topic.NETNS) : topics((List<?>) params.get("topics"));
        if (open == limit) {
            throw new RpcException(RpcErrors.REFUSED, limit + " monitors follow the switch, and it serves no more; end one of them");
        }
        open++;
        final Number since = (Number) params.get("since");
        return new EventStream(context, events, since == null ? EventCursor.fromNow(events, topics) : EventCursor.since(events, topics, since.longValue()), writer);
    }

    void end(final EventStream stream) {
        stream.close();
        open--;
    }

    private static Set<Topic> topics(final List<?> asked) throws RpcException {
        final Set<Topic> topics = EnumSet.noneOf(Topic.class);
        final List<String> known = new ArrayList<>();
        for (final Topic topic : EnumSet.complementOf(EnumSet.of(Topic.MONITOR))) {
            known.add(topic.label());
            if (asked == null || asked.isEmpty()) {
                topics.add(topic);
            }
        }
        for (final Object name : asked == null ? List.of() : asked) {
            if (!known.contains(name.toString())) {
                throw new RpcException(RpcErrors.INVALID_PARAMS, "there is no topic \"" + Text.escape(name.toString()) + "\"" + Suggest.hint(name.toString(), known)
                    + ": known are " + String.join(", ", known));
            }
            topics.add(Topic.valueOf(name.toString().toUpperCase(Locale.ROOT)));
        }
        return topics;
    }
}
