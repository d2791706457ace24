package io.switchd.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/**
 * The configurations that were in force, the newest {@link #KEPT}: a file for each generation, with what was in config.json
 * then. It is a copy, and not a second name of the file, so that who edits config.json in place does not change the past.
 *
 * <p>A file comes here before it becomes config.json, so that no generation can be missing. One whose save failed after
 * that is newer than config.json, and the next save takes its place; until then it is not listed.
 *
 * <p>For one thread at a time.
 */
final class ConfigHistory {

    static final int KEPT = 100;
    static final String NEXT = "next";
    private static final String SUFFIX = ".json";

    private final Path directory;

    /** @param directory made when the first file comes */
    ConfigHistory(final Path directory) {
        this.directory = directory;
    }

    /** Keeps a configuration that is going to be in force, in the place of one that was but did not come to it. */
    void add(final byte[] content, final long generation) throws IOException {
        Files.createDirectories(directory);
        final Path next = directory.resolve(NEXT);
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            final ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, file(generation), StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(file(generation - KEPT));
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Keeps the configuration that is in force, unless it is kept already. */
    void keep(final Path present, final long generation) throws IOException {
        if (!Files.exists(file(generation))) {
            add(Files.readAllBytes(present), generation);
        }
    }

    /** Whether a file is byte for byte that of a generation: at most starts it is, which is found sooner than by reading both. */
    boolean holds(final Path present, final long generation) throws IOException {
        try {
            return Files.mismatch(present, file(generation)) < 0;
        } catch (final NoSuchFileException e) {
            return false;
        }
    }

    /** Forgets a generation that has never been in force. */
    void remove(final long generation) throws IOException {
        Files.deleteIfExists(file(generation));
    }

    /** The generations up to one, in their order. */
    SortedSet<Long> generations(final long newest) throws IOException {
        return all().headSet(newest + 1).tailSet(newest - KEPT + 1);
    }

    /** The newest generation, in force or not; 0 when there is none. */
    long newest() throws IOException {
        final SortedSet<Long> all = all();
        return all.isEmpty() ? 0 : all.last();
    }

    /** Files that are not of a generation are none of ours. */
    private SortedSet<Long> all() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.matches("[1-9][0-9]{0,17}\\.json"))
                .map(name -> Long.valueOf(name.substring(0, name.length() - SUFFIX.length())))
                .collect(Collectors.toCollection(TreeSet::new));
        } catch (final NoSuchFileException e) {
            return new TreeSet<>();
        }
    }

    /** How the generations up to one came to be; without those whose files begin with something else. */
    List<Revision> revisions(final long newest) throws IOException {
        final List<Revision> revisions = new ArrayList<>();
        for (final long generation : generations(newest)) {
            revision(generation).ifPresent(revisions::add);
        }
        return revisions;
    }

    private Optional<Revision> revision(final long generation) {
        try {
            return Optional.of(ConfigFile.revision(file(generation))).filter(revision -> revision.generation() == generation);
        } catch (final JacksonException | ConfigException e) {
            return Optional.empty();
        }
    }

    /** Empty when the file of the generation is damaged or gone. */
    Optional<ConfigFile> find(final long generation) throws IOException {
        try {
            return Optional.of(ConfigFile.parse(Files.readString(file(generation)))).filter(file -> file.revision().generation() == generation);
        } catch (final NoSuchFileException | CharacterCodingException | JacksonException | ConfigException e) {
            return Optional.empty();
        }
    }

    private Path file(final long generation) {
        return directory.resolve(generation + SUFFIX);
    }
}
