package io.switchd.control;

import io.switchd.protocol.CommandSpec;
import io.switchd.protocol.CommandTable;
import io.switchd.protocol.Parameter;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What a request would change, as somebody would type it, in at most {@link #LIMIT} characters; made of the request before
 * it is checked, since one that is refused is to be told of too.
 */
final class ChangeText {

    static final int LIMIT = 1_000;

    private final StringBuilder text = new StringBuilder();
    private int left;

    private ChangeText() {
    }

    /** The commands of a request; null when it only asks, or is none. */
    static String of(final Map<String, Object> request) {
        final ChangeText change = new ChangeText();
        if (!RequestParser.TRANSACT.equals(request.get("method"))) {
            return change.add(request) ? change.text.toString() : null;
        }
        final Map<?, ?> params = members(request.get("params"));
        boolean changes = false;
        for (final Object command : list(params.get(RequestParser.COMMANDS))) {
            changes |= change.add(members(command));
        }
        return changes && !Boolean.TRUE.equals(params.get(RequestParser.DRY_RUN)) ? change.whole() : null;
    }

    /** Whether a command changes something, which is known although it may find no room any more. */
    private boolean add(final Map<?, ?> command) {
        final CommandSpec spec = command.get("method") instanceof String ? CommandTable.byMethod((String) command.get("method")) : null;
        if (spec == null || spec.isReading()) {
            return false;
        }
        if (text.length() >= LIMIT) {
            left++;
        } else {
            text.append(text.length() == 0 ? "" : " -- ");
            add(spec, members(command.get("params")));
        }
        return true;
    }

    private void add(final CommandSpec spec, final Map<?, ?> params) {
        if (spec.option() != null && Boolean.TRUE.equals(params.get(spec.option()))) {
            text.append("--").append(spec.option()).append(' ');
        }
        text.append(spec.words());
        for (final Parameter parameter : spec.parameters()) {
            final Object value = params.get(parameter.name());
            if (value != null) {
                add(parameter, value);
            }
        }
    }

    private void add(final Parameter parameter, final Object value) {
        switch (parameter.kind()) {
            case FLAG:
                word(parameter.name());
                break;
            case NAMED:
            case NAMED_NUMBER:
                word(parameter.name() + "=" + value);
                break;
            case NAMED_LIST:
                (value instanceof Collection ? list(value) : List.of(value)).forEach(each -> word(parameter.name() + "=" + each));
                break;
            case SETTINGS:
                members(value).forEach((key, setting) -> word(key + "=" + setting));
                break;
            case WORDS:
                list(value).forEach(each -> word(String.valueOf(each)));
                break;
            case DOCUMENT:
                word(parameter.label());
                break;
            default:
                word(value.toString());
                break;
        }
    }

    private void word(final String word) {
        final int room = LIMIT - text.length() - 1;
        if (room > 0) {
            text.append(' ').append(word, 0, Math.min(word.length(), room));
        }
    }

    private String whole() {
        return left == 0 ? text.toString() : text + " -- ... (" + left + " more)";
    }

    private static Map<?, ?> members(final Object value) {
        return value instanceof Map ? (Map<?, ?>) value : Map.of();
    }

    private static Collection<?> list(final Object value) {
        return value instanceof Collection ? (Collection<?>) value : List.of();
    }
}
