package io.switchd.config;

import io.switchd.protocol.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps the configuration on disk, in STATE-DIR/config.json. After {@link #save} has returned it survives a crash and a
 * power cut; whenever the machine stops, the file is the one before or the one after, whole.
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li>The file is replaced, not written over: a new file is written and forced to the disk, takes the old one's name,
 *       and the directory is forced, for else the name could come back pointing to the old file. When only that last
 *       step fails, the old file gets its name back, so that the disk has what the switch does.
 *   <li>A checksum over the content tells a damaged file from a good one. Who edits the file by hand takes the checksum
 *       out; a file without one is believed.
 *   <li>The file before stays as config.json.last-good, by a second name and not by moving it, so that there is a
 *       config.json at every moment. It is never loaded unasked: to go back is the operator's decision.
 *   <li>A file that is damaged, of a newer format, or contradicts itself is refused whole and left as it is.
 * </ul>
 *
 * <p>For one thread at a time.
 */
public final class ConfigStore {

    static final int FORMAT = 1;
    static final String FILE = "config.json";
    static final String LAST_GOOD = "config.json.last-good";
    private static final String CHECKSUM = "checksum";

    private static final JsonMapper JSON = JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
    private static final JsonMapper COMPACT = JsonMapper.builder().build();

    private final Path directory;
    private SwitchConfig config = SwitchConfig.EMPTY;
    private long generation;

    private ConfigStore(final Path directory) {
        this.directory = directory;
    }

    /** A store in a directory; nothing is read yet. */
    public static ConfigStore in(final Path directory) {
        return new ConfigStore(directory);
    }

    /** A store that keeps nothing when the daemon ends. */
    public static ConfigStore none() {
        return new ConfigStore(null);
    }

    public boolean isPersistent() {
        return directory != null;
    }

    public SwitchConfig config() {
        return config;
    }

    /** How many changes there have been; that of the file, when one was loaded. */
    public long generation() {
        return generation;
    }

    /**
     * Loads the file if there is one. @throws ConfigException when it cannot be used; it names the file, the place and
     * the reason
     */
    public void load() throws IOException {
        if (directory == null) {
            return;
        }
        try {
            read(Files.readString(directory.resolve(FILE)));
        } catch (final NoSuchFileException e) {
            config = SwitchConfig.EMPTY;
            generation = 0;
        } catch (final CharacterCodingException e) {
            throw unusable("it is not UTF-8", e);
        } catch (final JacksonException e) {
            final TokenStreamLocation location = e.getLocation();
            final String place = location == null ? "" : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
            throw unusable(place + e.getOriginalMessage(), e);
        } catch (final ConfigException | IOException e) {
            throw unusable(e.getMessage(), e);
        }
    }

    private ConfigException unusable(final String reason, final Exception cause) {
        final String more = Files.exists(directory.resolve(LAST_GOOD)) ? "; the configuration before it is in " + LAST_GOOD + " beside it" : "";
        return new ConfigException("cannot use " + directory.resolve(FILE) + ": " + Text.escapeWhole(String.valueOf(reason)) + more, cause);
    }

    /** Makes a configuration the one that is kept. When it throws, the one before still is. */
    public void save(final SwitchConfig next) throws IOException {
        if (directory != null) {
            write(text(next, generation + 1));
        }
        config = next;
        generation++;
    }

    private void read(final String text) {
        final Map<String, Object> top = members(text);
        final Object format = top.remove("format");
        if (!Integer.valueOf(FORMAT).equals(format)) {
            throw new ConfigException("its format is " + format + ", this version reads format " + FORMAT);
        }
        final Object number = top.remove("generation");
        if (!(number instanceof Integer || number instanceof Long) || ((Number) number).longValue() < 0) {
            throw new ConfigException("its generation is not a number");
        }
        final long read = ((Number) number).longValue();
        if (top.containsKey(CHECKSUM) && !checksum(top, read).equals(top.remove(CHECKSUM))) {
            throw new ConfigException("its checksum does not fit its content (take the checksum out if the file was edited by hand)");
        }
        config = ConfigJson.read(top);
        generation = read;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> members(final String text) {
        final Object top = JSON.readValue(text, Object.class);
        if (top instanceof Map) {
            return (Map<String, Object>) top;
        }
        throw new ConfigException("it is not a JSON object");
    }

    private static String text(final SwitchConfig config, final long generation) {
        final Map<String, Object> content = ConfigJson.write(config);
        final Map<String, Object> top = new LinkedHashMap<>();
        top.put("format", FORMAT);
        top.put("generation", generation);
        top.put(CHECKSUM, checksum(content, generation));
        top.putAll(content);
        return JSON.writeValueAsString(top) + "\n";
    }

    /** Of all members but the checksum itself. */
    private static String checksum(final Map<String, Object> members, final long generation) {
        final Map<String, Object> content = new LinkedHashMap<>(members);
        content.remove(CHECKSUM);
        final String canonical = FORMAT + " " + generation + " " + COMPACT.writeValueAsString(content);
        try {
            final byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void write(final String text) throws IOException {
        final Path file = directory.resolve(FILE);
        final Path next = directory.resolve(FILE + ".next");
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            final ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        // Not !exists, which also says so when the disk does not answer: the old file would get no second name to come back by.
        final boolean isFirst = Files.notExists(file);
        if (!isFirst) {
            name(file, LAST_GOOD);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        try {
            forceDirectory();
        } catch (final IOException e) {
            restore(isFirst, e);
            throw e;
        }
    }

    /** Gives a file a second name, in the place of whatever has it. */
    private void name(final Path file, final String name) throws IOException {
        final Path link = directory.resolve(FILE + ".link");
        Files.deleteIfExists(link);
        Files.createLink(link, file);
        Files.move(link, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private void restore(final boolean isFirst, final IOException cause) {
        try {
            if (isFirst) {
                Files.delete(directory.resolve(FILE));
            } else {
                name(directory.resolve(LAST_GOOD), FILE);
            }
        } catch (final IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void forceDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
