package io.switchd.config;

import io.switchd.log.LimitedLog;
import io.switchd.protocol.Text;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/**
 * Keeps the configuration on disk, in STATE-DIR/config.json. After {@link #save} has returned it survives a crash and a
 * power cut; whenever the machine stops, the file is the one before or the one after, whole.
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li>The file is replaced, not written over: a new file is written and forced to the disk, takes the old one's name,
 *       and the directory is forced, for else the name could come back pointing to the old file. When only that last
 *       step fails, the old file gets its name back, so that the disk has what the switch does; when that fails as
 *       well, the switch does what the disk has, which is told in the log.
 *   <li>The file before stays as config.json.last-good, by a second name and not by moving it, so that there is a
 *       config.json at every moment. It is never loaded unasked: to go back is the operator's decision.
 *   <li>Those before it are kept too, in the directory history, for who wants to see what changed and to go back.
 *   <li>A file that is damaged, of a newer format, or contradicts itself is refused whole and left as it is.
 * </ul>
 *
 * <p>For one thread at a time.
 */
public final class ConfigStore {

    private static final Logger LOG = System.getLogger(ConfigStore.class.getName());
    private static final LimitedLog UNCERTAIN = LimitedLog.of(ConfigStore.class, Level.WARNING);

    static final String FILE = "config.json";
    static final String LAST_GOOD = "config.json.last-good";
    static final String HISTORY = "history";

    private final Path directory;
    private final ConfigHistory history;
    private final InstantSource clock;
    private ConfigFile present = ConfigFile.NONE;

    private ConfigStore(final Path directory, final InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
        history = directory == null ? null : new ConfigHistory(directory.resolve(HISTORY));
    }

    /** A store in a directory; nothing is read yet. */
    public static ConfigStore in(final Path directory) {
        return in(directory, Clock.systemUTC());
    }

    /** @param clock tells the time of each change */
    static ConfigStore in(final Path directory, final InstantSource clock) {
        return new ConfigStore(directory, clock);
    }

    /** A store that keeps nothing when the daemon ends. */
    public static ConfigStore none() {
        return new ConfigStore(null, Clock.systemUTC());
    }

    public boolean isPersistent() {
        return directory != null;
    }

    public SwitchConfig config() {
        return present.config();
    }

    /** How many changes there have been; that of the file, when one was loaded. */
    public long generation() {
        return present.revision().generation();
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
            present = ConfigFile.parse(Files.readString(directory.resolve(FILE)));
        } catch (final NoSuchFileException e) {
            requireNothingLost(e);
            present = ConfigFile.NONE;
        } catch (final CharacterCodingException e) {
            throw unusable("it is not UTF-8", e);
        } catch (final JacksonException e) {
            final TokenStreamLocation location = e.getLocation();
            final String place = location == null ? "" : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
            throw unusable(place + e.getOriginalMessage(), e);
        } catch (final ConfigException e) {
            throw unusable(e.getMessage(), e);
        } catch (final IOException e) {
            throw unusable(FileFailure.reason(e), e);
        }
        takeEdited();
    }

    /**
     * Nothing may look like the first start that is none: the configuration would be empty, and its history written over.
     * A first save that was cut off may have left a first generation.
     */
    private void requireNothingLost(final NoSuchFileException cause) throws IOException {
        final boolean hasLastGood = Files.exists(directory.resolve(LAST_GOOD));
        if (hasLastGood || history.newest() > 1) {
            throw new ConfigException("cannot use " + directory.resolve(FILE) + ": it is not there, but " + (hasLastGood ? LAST_GOOD : HISTORY)
                + " is beside it; copy a good configuration to " + FILE + ", or take " + LAST_GOOD + " and " + HISTORY + " away to begin with none", cause);
        }
    }

    /** What somebody edited by hand becomes a generation of its own, so that the one it was made from stays known. */
    private void takeEdited() {
        try {
            if (history.holds(directory.resolve(FILE), generation()) || history.find(generation()).filter(kept -> !kept.config().equals(config())).isEmpty()) {
                return;
            }
            save(config(), Revision.NOBODY);
            LOG.log(Level.INFO, directory.resolve(FILE) + " was edited, and is generation " + generation() + " now");
        } catch (final IOException e) {
            LOG.log(Level.WARNING, directory.resolve(FILE) + " was edited, and cannot be stored as a generation of its own: " + e.getMessage());
        }
    }

    private ConfigException unusable(final String reason, final Exception cause) {
        final String more = Files.exists(directory.resolve(LAST_GOOD)) ? "; the configuration before it is in " + LAST_GOOD + " beside it" : "";
        return new ConfigException("cannot use " + directory.resolve(FILE) + ": " + Text.escapeWhole(String.valueOf(reason)) + more, cause);
    }

    /**
     * Makes a configuration the one that is kept. When it throws, the one before still is, and the message names the file
     * and the reason.
     *
     * @param uid of who asked for it, or {@link Revision#NOBODY}
     */
    public void save(final SwitchConfig next, final int uid) throws IOException {
        final ConfigFile file = following(next, uid);
        if (directory != null) {
            try {
                write(file);
            } catch (final IOException e) {
                throw FileFailure.inWords(next(), e);
            }
        }
        present = file;
    }

    /**
     * As {@link #save}, of the configuration before one that could not be put in force. That one leaves the history and
     * does not become the last good one.
     */
    public void takeBack(final SwitchConfig before, final int uid) throws IOException {
        final ConfigFile file = following(before, uid);
        if (directory != null) {
            try {
                final byte[] text = file.text().getBytes(StandardCharsets.UTF_8);
                prepare(text);
                history.remove(generation());
                history.add(text, file.revision().generation());
                replace();
            } catch (final IOException e) {
                throw FileFailure.inWords(next(), e);
            }
            try {
                forceDirectory();
            } catch (final IOException e) {
                tellUncertain(e);
            }
        }
        present = file;
    }

    private ConfigFile following(final SwitchConfig config, final int uid) {
        return new ConfigFile(new Revision(generation() + 1, Optional.of(clock.instant().truncatedTo(ChronoUnit.MILLIS)), uid), config);
    }

    /** The changes that can be gone back to and the present one, the oldest first. */
    public List<Revision> history() throws IOException {
        final List<Revision> revisions = new ArrayList<>();
        if (directory != null) {
            try {
                revisions.addAll(history.revisions(generation() - 1));
            } catch (final IOException e) {
                throw FileFailure.inWords(directory.resolve(HISTORY), e);
            }
        }
        if (generation() > 0) {
            revisions.add(present.revision());
        }
        return revisions;
    }

    /** The configuration of an earlier generation, if it is still known. */
    public Optional<SwitchConfig> earlier(final long generation) throws IOException {
        if (directory == null) {
            return Optional.empty();
        }
        try {
            final boolean isKept = history.generations(generation() - 1).contains(generation);
            return isKept ? history.find(generation).map(ConfigFile::config) : Optional.empty();
        } catch (final IOException e) {
            throw FileFailure.inWords(directory.resolve(HISTORY), e);
        }
    }

    private void write(final ConfigFile content) throws IOException {
        final Path file = directory.resolve(FILE);
        final byte[] text = content.text().getBytes(StandardCharsets.UTF_8);
        prepare(text);
        // Not !exists, which also says so when the disk does not answer: the old file would get no second name to come back by.
        final boolean isFirst = Files.notExists(file);
        if (!isFirst) {
            history.keep(file, generation());
        }
        history.add(text, content.revision().generation());
        if (!isFirst) {
            name(file, LAST_GOOD);
        }
        replace();
        try {
            forceDirectory();
        } catch (final IOException e) {
            if (isRestored(isFirst, e)) {
                throw e;
            }
            tellUncertain(e);
        }
    }

    private Path next() {
        return directory.resolve(FILE + ".next");
    }

    /** Writes the file that is to be the next one, and forces it to the disk. */
    private void prepare(final byte[] text) throws IOException {
        try (FileChannel channel = FileChannel.open(next(), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            final ByteBuffer bytes = ByteBuffer.wrap(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private void replace() throws IOException {
        Files.move(next(), directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Gives a file a second name, in the place of whatever has it. */
    private void name(final Path file, final String name) throws IOException {
        final Path link = directory.resolve(FILE + ".link");
        Files.deleteIfExists(link);
        Files.createLink(link, file);
        Files.move(link, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Gives the file before its name back, unless that fails too, which is added to the cause. */
    private boolean isRestored(final boolean isFirst, final IOException cause) {
        try {
            if (isFirst) {
                Files.delete(directory.resolve(FILE));
            } else {
                name(directory.resolve(LAST_GOOD), FILE);
            }
            return true;
        } catch (final IOException e) {
            cause.addSuppressed(e);
            return false;
        }
    }

    private void tellUncertain(final IOException failure) {
        UNCERTAIN.log("", "the configuration is in " + directory.resolve(FILE) + ", but may not survive a power cut: "
            + FileFailure.inWords(directory, failure).getMessage());
    }

    private void forceDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
