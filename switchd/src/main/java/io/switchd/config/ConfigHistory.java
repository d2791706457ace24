package io.switchd.config;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
 * The configurations that were in force, the newest {@link #KEPT}: a file for each generation, which is a second name
 * of the file that was config.json then.
 *
 * <p>A file gets its name here before it becomes config.json, so that no generation can be missing. One whose save
 * failed after that is newer than config.json, and the next save takes its place; until then it is not listed. A
 * config.json that somebody edited is kept when the next one comes.
 *
 * <p>For one thread at a time.
 */
final class ConfigHistory {

    static final int KEPT = 100;
    private static final String SUFFIX = ".json";

    private final Path directory;

    /** @param directory made when the first file comes */
    ConfigHistory(final Path directory) {
        this.directory = directory;
    }

    /** Keeps a file that is complete and forced to the disk, under its generation, if it is not kept already. */
    void add(final Path written, final long generation) throws IOException {
        if (Files.exists(file(generation)) && Files.isSameFile(file(generation), written)) {
            return;
        }
        Files.createDirectories(directory);
        Files.deleteIfExists(file(generation));
        Files.createLink(file(generation), written);
        Files.deleteIfExists(file(generation - KEPT));
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Forgets a generation that has never been in force. */
    void remove(final long generation) throws IOException {
        Files.deleteIfExists(file(generation));
    }

    /** The generations up to one, in their order; files that are not of a generation are none of ours. */
    SortedSet<Long> generations(final long newest) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.matches("[1-9][0-9]{0,17}\\.json"))
                .map(name -> Long.valueOf(name.substring(0, name.length() - SUFFIX.length())))
                .filter(generation -> generation <= newest && generation > newest - KEPT)
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
