package io.switchd.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.switchd.engine.FdbEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StationFileTest {

    private static final long SECOND = 1_000_000_000L;

    @TempDir
    private Path directory;
    private StationFile file;

    @BeforeEach
    void open() {
        file = new StationFile(directory);
    }

    @Test
    void whatWasSavedIsOlderWhenItIsLoaded() throws IOException {
        file.save(List.of(new FdbEntry("br", 10, 0x0200_0000_0001L, "p1", 3), new FdbEntry("other", 0, 0x0200_0000_0002L, "p2", 0)), 5 * SECOND);
        assertEquals(List.of(new FdbEntry("br", 10, 0x0200_0000_0001L, "p1", 10), new FdbEntry("other", 0, 0x0200_0000_0002L, "p2", 7)),
            file.load(12 * SECOND));
    }

    @Test
    void nothingWasSavedAtFirst() throws IOException {
        assertEquals(List.of(), file.load(SECOND));
    }

    @Test
    void whatWasSavedInAnotherBootSaysNothing() throws IOException {
        file.save(List.of(new FdbEntry("br", 10, 0x0200_0000_0001L, "p1", 3)), 5 * SECOND);
        assertEquals(List.of(), file.load(SECOND));
    }

    @Test
    void whatIsNoListOfStationsIsRefused() throws IOException {
        for (final String text : new String[] {"", "x", "learned stations at x\n", "learned stations at 1\nbr 1 p1 3\n", "learned stations at 1\nbr x 02:00:00:00:00:01 p1 3\n"}) {
            Files.writeString(directory.resolve("stations"), text);
            assertThrows(IOException.class, () -> file.load(SECOND), text);
        }
    }
}
