package io.switchd.config;

import io.switchd.json.JsonReader;
import io.switchd.json.JsonWriter;
import io.switchd.log.LimitedLog;
import io.switchd.protocol.Text;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/**
 * Says in RUN-DIR/journal what is being changed in the kernel, from before the first step until after the last. A daemon
 * that is killed in between leaves it to the next, which knows from it where to look; whether what it finds is wanted,
 * the stored configuration tells, and whose it is, the mark on the thing itself.
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li>It is replaced, not written over, so that it is whole whenever the daemon ends. It is not forced to the disk:
 *       what it speaks of does not outlive the kernel either.
 *   <li>It names the boot and the network namespace that it speaks of, for the directory may outlive both. One of
 *       another epoch says nothing.
 *   <li>What could not be put in order stays in it, until a later change of the same thing comes to its end, or a start
 *       puts it in order.
 *   <li>One that cannot be read is kept under another name and not believed: devices and namespaces then stay as they
 *       are.
 * </ul>
 *
 * <p>For one thread at a time.
 */
public final class Journal {

    static final String FILE = "journal";
    static final String DAMAGED = "journal.damaged";

    private static final Logger LOG = System.getLogger(Journal.class.getName());
    private static final LimitedLog TROUBLE = LimitedLog.of(Journal.class, Level.WARNING);
    private static final int FORMAT = 1;
    private static final String FORMAT_NUMBER = "format";
    private static final String EPOCH = "epoch";
    private static final String ENTRIES = "entries";
    private static final String CHANGE = "change";
    private static final String KIND = "kind";
    private static final String NAME = "name";

    private static final JsonReader JSON = JsonReader.ofFiles();

    private final Path file;
    private final Path next;
    private final Path damaged;
    private final String epoch;
    private List<JournalEntry> left = List.of();
    private Collection<JournalEntry> begun = List.of();

    private Journal(final Path directory, final String epoch) {
        file = directory.resolve(FILE);
        next = directory.resolve(FILE + ".next");
        damaged = directory.resolve(DAMAGED);
        this.epoch = epoch;
    }

    /** @param epoch in which the names of devices and namespaces mean what they mean now */
    public static Journal in(final Path directory, final String epoch) {
        return new Journal(directory, epoch);
    }

    /** What a daemon before this one had under way when it ended. */
    public List<JournalEntry> load() {
        try {
            return parse(Files.readString(file));
        } catch (final NoSuchFileException e) {
            return List.of();
        } catch (final JacksonException e) {
            return setAside(e.getOriginalMessage());
        } catch (final ConfigException e) {
            return setAside(e.getMessage());
        } catch (final CharacterCodingException e) {
            return setAside("it is not UTF-8");
        } catch (final IOException e) {
            return setAside(FileFailure.reason(e));
        }
    }

    private List<JournalEntry> setAside(final String reason) {
        String where = damaged.toString();
        try {
            Files.move(file, damaged, StandardCopyOption.REPLACE_EXISTING);
        } catch (final IOException e) {
            where = "nowhere (" + FileFailure.reason(e) + ")";
        }
        LOG.log(Level.WARNING, "cannot use " + file + ", which says what the daemon before this one had under way when it ended: "
            + Text.escapeWhole(String.valueOf(reason)) + "; it is kept as " + where + ", and what was left half done stays so");
        return List.of();
    }

    /** Writes down what is going to be changed. When it throws, nothing may be changed; the message names the file and the reason. */
    public void begin(final Collection<JournalEntry> entries) throws IOException {
        try {
            write(merge(left, entries));
        } catch (final IOException e) {
            throw FileFailure.inWords(next, e);
        }
        begun = List.copyOf(entries);
    }

    /**
     * What was begun is done, or undone, but for what could not be put in order. When that cannot be written the next
     * start looks at more than it had to.
     */
    public void end(final Collection<JournalEntry> notInOrder) {
        final Collection<JournalEntry> ended = begun;
        left = merge(left.stream().filter(entry -> ended.stream().noneMatch(entry::isOfSame)).collect(Collectors.toList()), notInOrder);
        begun = List.of();
        try {
            if (left.isEmpty()) {
                Files.deleteIfExists(file);
            } else {
                write(left);
            }
        } catch (final IOException e) {
            TROUBLE.log("", "the journal cannot be brought up to date: " + FileFailure.inWords(file, e).getMessage());
        }
    }

    private void write(final Collection<JournalEntry> entries) throws IOException {
        final Map<String, Object> top = new LinkedHashMap<>();
        top.put(FORMAT_NUMBER, FORMAT);
        top.put(EPOCH, epoch);
        top.put(ENTRIES, entries.stream().map(Journal::members).collect(Collectors.toList()));
        Files.writeString(next, JsonWriter.INDENTED.text(top) + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Map<String, Object> members(final JournalEntry entry) {
        final Map<String, Object> members = new LinkedHashMap<>();
        members.put(CHANGE, JournalEntry.word(entry.change()));
        members.put(KIND, JournalEntry.word(entry.kind()));
        members.put(NAME, entry.name());
        return members;
    }

    private List<JournalEntry> parse(final String text) {
        final Map<?, ?> top = object(JSON.read(text));
        if (!Integer.valueOf(FORMAT).equals(top.get(FORMAT_NUMBER)) || !(top.get(ENTRIES) instanceof List)) {
            throw new ConfigException("it is not a journal of format " + FORMAT);
        }
        if (!epoch.equals(top.get(EPOCH))) {
            LOG.log(Level.INFO, file + " is of another boot or another network namespace and says nothing now");
            return List.of();
        }
        return ((List<?>) top.get(ENTRIES)).stream().map(Journal::object).map(Journal::entry).collect(Collectors.toList());
    }

    private static JournalEntry entry(final Map<?, ?> members) {
        if (!(members.get(NAME) instanceof String)) {
            throw new ConfigException("it has an entry without a name");
        }
        return new JournalEntry(value(JournalEntry.Change.class, members.get(CHANGE)), value(JournalEntry.Kind.class, members.get(KIND)),
            (String) members.get(NAME));
    }

    private static Map<?, ?> object(final Object value) {
        if (value instanceof Map) {
            return (Map<?, ?>) value;
        }
        throw new ConfigException("it has something else where a JSON object belongs");
    }

    private static <E extends Enum<E>> E value(final Class<E> type, final Object word) {
        return EnumSet.allOf(type).stream().filter(value -> JournalEntry.word(value).equals(word)).findFirst()
            .orElseThrow(() -> new ConfigException("it has an entry with the " + type.getSimpleName().toLowerCase(Locale.ROOT) + " " + Text.escapeWhole(String.valueOf(word))));
    }

    /** All entries, of each thing one. */
    public static List<JournalEntry> merge(final Collection<JournalEntry> first, final Collection<JournalEntry> second) {
        final Map<List<Object>, JournalEntry> all = new LinkedHashMap<>();
        Stream.of(first, second).flatMap(Collection::stream).forEach(entry -> all.merge(List.of(entry.isDevice(), entry.name()), entry, JournalEntry::then));
        return List.copyOf(all.values());
    }
}
