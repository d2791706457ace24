package io.switchd.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The program of {@link StoreCrashTest}: loads what a directory has, saves {@link #NEW} or takes back what it loaded, and
 * says what came of it.
 */
final class StoreSaver {

    static final SwitchConfig NEW = SwitchConfig.EMPTY.withNamespace("new");
    /** A file that it asks for before it saves and after it has said what came of it, so that a trace shows both. */
    static final String MARK = "mark";

    private StoreSaver() {
    }

    /** @param arguments the directory, and which generation is to be in force again, 0 for the new configuration */
    public static void main(final String... arguments) throws IOException {
        final Path directory = Path.of(arguments[0]);
        final ConfigStore store = load(directory);
        final long generation = Long.parseLong(arguments[1]);
        final SwitchConfig earlier = store.earlier(generation).orElse(SwitchConfig.EMPTY);
        Files.exists(directory.resolve(MARK));
        System.out.println(save(store, generation > 0, earlier) + " " + state(store));
        Files.exists(directory.resolve(MARK));
    }

    private static String save(final ConfigStore store, final boolean isTakenBack, final SwitchConfig earlier) {
        try {
            if (isTakenBack) {
                store.takeBack(earlier, 0);
            } else {
                store.save(NEW, 0);
            }
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
