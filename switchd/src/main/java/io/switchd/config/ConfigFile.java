package io.switchd.config;

import io.switchd.json.JsonReader;
import io.switchd.json.JsonWriter;
import io.switchd.protocol.Text;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What stands in a file of the {@link ConfigStore}: a configuration, and how it came to be. The file is JSON that a
 * person can read and edit; a checksum over all other members tells a damaged one from a good one. Who edits it takes
 * the checksum out; a file without one is believed.
 */
record ConfigFile(Revision revision, SwitchConfig config) {

    static final ConfigFile NONE = new ConfigFile(Revision.NONE, SwitchConfig.EMPTY);

    static final int FORMAT = 1;
    private static final String FORMAT_NUMBER = "format";
    private static final String GENERATION = "generation";
    private static final String TIME = "time";
    private static final String UID = "uid";
    private static final String CHECKSUM = "checksum";
    private static final long MAX_UID = 0xFFFF_FFFEL;

    private static final JsonReader JSON = JsonReader.ofFiles();
    private static final JsonFactory TOKENS = new JsonFactory();

    /**
     * Takes out of a tree what only a file has, so that the configuration is left.
     *
     * @throws ConfigException when it is a file of another format, or damaged
     */
    static void removeRevision(final Map<String, Object> top) {
        final Object format = top.remove(FORMAT_NUMBER);
        if (format != null) {
            checkFormat(format);
        }
        final Object generation = top.remove(GENERATION);
        if (top.containsKey(CHECKSUM)) {
            checkChecksum(top, number(generation, Revision.MAX_GENERATION, GENERATION));
        }
        top.keySet().removeAll(Set.of(TIME, UID));
    }

    private static void checkFormat(final Object format) {
        if (!Integer.valueOf(FORMAT).equals(format)) {
            throw new ConfigException("its format is " + Text.escape(String.valueOf(format)) + ", this version reads format " + FORMAT);
        }
    }

    private static void checkChecksum(final Map<String, Object> top, final long generation) {
        if (!checksum(top, generation).equals(top.remove(CHECKSUM))) {
            throw new ConfigException("its checksum does not fit its content (take the checksum out if the file was edited by hand)");
        }
    }

    /** @throws ConfigException or a JacksonException when the text cannot be used; it names the place and the reason */
    static ConfigFile parse(final String text) {
        final Map<String, Object> top = members(text);
        checkFormat(top.remove(FORMAT_NUMBER));
        final long generation = number(top.remove(GENERATION), Revision.MAX_GENERATION, GENERATION);
        if (top.containsKey(CHECKSUM)) {
            checkChecksum(top, generation);
        }
        final Revision revision = new Revision(generation, time(top.remove(TIME)), uid(top.remove(UID)));
        return new ConfigFile(revision, ConfigJson.read(top));
    }

    /**
     * The revision in a file that {@link #text} wrote, of which no more is read than its head.
     *
     * @throws ConfigException or a JacksonException when it cannot be used
     */
    static Revision revision(final Path path) {
        final Map<String, Object> head = new HashMap<>();
        try (JsonParser parser = TOKENS.createParser(ObjectReadContext.empty(), path)) {
            parser.nextToken();
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                final JsonToken value = parser.nextToken();
                if (!value.isScalarValue()) {
                    break;
                }
                head.put(name, value.isNumeric() ? (Object) parser.getLongValue() : parser.getString());
            }
        }
        if (!(head.get(GENERATION) instanceof Long)) {
            throw new ConfigException("it has no generation");
        }
        return new Revision((Long) head.get(GENERATION), time(head.get(TIME)), uid(head.get(UID)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> members(final String text) {
        final Object top = JSON.read(text);
        if (top instanceof Map) {
            return (Map<String, Object>) top;
        }
        throw new ConfigException("it is not a JSON object");
    }

    private static Optional<Instant> time(final Object value) {
        try {
            return value == null ? Optional.empty() : Optional.of(Instant.parse(value.toString()));
        } catch (final DateTimeException e) {
            throw new ConfigException("its time " + Text.escape(value.toString()) + " is none, such as 2026-01-31T23:59:59.999Z", e);
        }
    }

    private static int uid(final Object value) {
        return value == null ? Revision.NOBODY : (int) number(value, MAX_UID, UID);
    }

    private static long number(final Object value, final long max, final String what) {
        if ((value instanceof Integer || value instanceof Long) && ((Number) value).longValue() >= 0 && ((Number) value).longValue() <= max) {
            return ((Number) value).longValue();
        }
        throw new ConfigException("its " + what + " " + Text.escape(String.valueOf(value)) + " is not a whole number from 0 to " + max);
    }

    String text() {
        final Map<String, Object> content = new LinkedHashMap<>();
        revision.time().ifPresent(time -> content.put(TIME, time.toString()));
        if (revision.uid() != Revision.NOBODY) {
            content.put(UID, Integer.toUnsignedLong(revision.uid()));
        }
        content.putAll(ConfigJson.write(config));
        final Map<String, Object> top = new LinkedHashMap<>();
        top.put(FORMAT_NUMBER, FORMAT);
        top.put(GENERATION, revision.generation());
        top.put(CHECKSUM, checksum(content, revision.generation()));
        top.putAll(content);
        return JsonWriter.INDENTED.text(top) + "\n";
    }

    /** Of all members but the checksum itself. */
    private static String checksum(final Map<String, Object> members, final long generation) {
        final Map<String, Object> content = new LinkedHashMap<>(members);
        content.remove(CHECKSUM);
        final String canonical = FORMAT + " " + generation + " " + JsonWriter.COMPACT.text(content);
        try {
            final byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
