package io.switchd.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The program of {@link StoreCrashTest}: loads what a directory has, saves {@link #NEW}, and says what came of it. */
final class StoreSaver {

    static final SwitchConfig NEW = SwitchConfig.EMPTY.withNamespace("new");
    /** A file that it asks for before it saves and after it has said what came of it, so that a trace shows both. */
    static final String MARK = "mark";

    private StoreSaver() {
    }

    public static void main(final String... arguments) throws IOException {
        final Path directory = Path.of(arguments[0]);
        final ConfigStore store = load(directory);
        Files.exists(directory.resolve(MARK));
        System.out.println(save(store) + " " + state(store));
        Files.exists(directory.resolve(MARK));
    }

    private static String save(final ConfigStore store) {
        try {
            store.save(NEW, 0);
            return "saved";
        } catch (final IOException e) {
            return "refused";
        }
    }

    static ConfigStore load(final Path directory) throws IOException {
        final ConfigStore store = ConfigStore.in(directory);
        store.load();
        return store;
    }

    /** What a store has in memory. */
    static String state(final ConfigStore store) {
        return store.generation() + " " + store.config();
    }
}
