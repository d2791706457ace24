package io.switchd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.config.JournalEntry.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JournalTest {

    private static final String EPOCH = "boot net:[1]";
    private static final JournalEntry PORT = JournalEntry.device(Change.MAKE, "p1");
    private static final JournalEntry OTHER = JournalEntry.device(Change.REMOVE, "p2");
    private static final JournalEntry NAMESPACE = JournalEntry.namespace(Change.MAKE, "ns1");
    private static final Logger LOGGER = Logger.getLogger(Journal.class.getName());

    @TempDir
    private Path directory;
    private final List<LogRecord> told = new ArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(final LogRecord line) {
            told.add(line);
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // it holds nothing
        }
    };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(listener);
        LOGGER.setUseParentHandlers(false);
    }

    @AfterEach
    void listenNoMore() {
        LOGGER.removeHandler(listener);
        LOGGER.setUseParentHandlers(true);
    }

    private Journal journal() {
        return Journal.in(directory, EPOCH);
    }

    private Path file() {
        return directory.resolve(Journal.FILE);
    }

    private String warning() {
        assertEquals(1, told.size(), told.toString());
        assertEquals(Level.WARNING, told.get(0).getLevel());
        return told.get(0).getMessage();
    }

    @Test
    void whatWasBegunAndNotEndedIsKnownToTheNext() throws IOException {
        final List<JournalEntry> entries = List.of(PORT, NAMESPACE, JournalEntry.namespace(Change.REPLACE, "ns2\"").ofPlug(), OTHER);
        journal().begin(entries);
        assertEquals(entries, journal().load());
        assertTrue(told.isEmpty());
    }

    @Test
    void whatWasEndedLeavesNothing() throws IOException {
        final Journal journal = journal();
        journal.begin(List.of(PORT));
        journal.end(List.of());
        assertFalse(Files.exists(file()));
        assertEquals(List.of(), journal().load());
    }

    @Test
    void whatCouldNotBePutInOrderStaysThroughLaterTransactions() throws IOException {
        final Journal journal = journal();
        journal.begin(List.of(PORT, NAMESPACE));
        journal.end(List.of(PORT));
        assertEquals(List.of(PORT), journal().load());
        journal.begin(List.of(OTHER));
        assertEquals(List.of(PORT, OTHER), journal().load());
        journal.end(List.of());
        assertEquals(List.of(PORT), journal().load());
    }

    @Test
    void ofOneThingThereIsOneEntry() {
        assertEquals(List.of(PORT), Journal.merge(List.of(PORT), List.of(PORT)));
        assertEquals(List.of(JournalEntry.device(Change.REPLACE, "p1")), Journal.merge(List.of(PORT), List.of(JournalEntry.device(Change.REMOVE, "p1"))));
        assertEquals(List.of(NAMESPACE.ofPlug()), Journal.merge(List.of(NAMESPACE), List.of(NAMESPACE.ofPlug())));
        final JournalEntry device = JournalEntry.device(Change.MAKE, "ns1");
        assertEquals(List.of(NAMESPACE, device), Journal.merge(List.of(NAMESPACE), List.of(device)), "a device is no namespace");
    }

    @Test
    void aJournalOfAnotherBootOrNetworkNamespaceSaysNothing() throws IOException {
        Journal.in(directory, "boot net:[2]").begin(List.of(PORT));
        assertEquals(List.of(), journal().load());
        assertEquals(Level.INFO, told.get(0).getLevel());
    }

    @Test
    void aJournalThatIsCutOffIsKeptUnderAnotherNameAndNotBelieved() throws IOException {
        journal().begin(List.of(PORT, NAMESPACE));
        final String whole = Files.readString(file()).stripTrailing();
        for (int length = 0; length < whole.length(); length++) {
            told.clear();
            final String part = whole.substring(0, length);
            Files.writeString(file(), part);
            assertEquals(List.of(), journal().load(), part);
            assertTrue(warning().startsWith("cannot use " + file() + ", "), warning());
            assertFalse(Files.exists(file()), part);
            assertEquals(part, Files.readString(directory.resolve(Journal.DAMAGED)));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        null                                                                                              | something else where a JSON object belongs
        [1]                                                                                               | something else where a JSON object belongs
        {"format":2,"epoch":"boot net:[1]","entries":[]}                                                  | it is not a journal of format 1
        {"format":"1","epoch":"boot net:[1]","entries":[]}                                                | it is not a journal of format 1
        {"format":1,"epoch":"boot net:[1]"}                                                               | it is not a journal of format 1
        {"format":1,"epoch":"boot net:[1]","entries":[1]}                                                 | something else where a JSON object belongs
        {"format":1,"epoch":"boot net:[1]","entries":[{"change":"mend","kind":"device","name":"p1"}]}     | an entry with the change mend
        {"format":1,"epoch":"boot net:[1]","entries":[{"change":"make","kind":"bond","name":"p1"}]}       | an entry with the kind bond
        {"format":1,"epoch":"boot net:[1]","entries":[{"change":"make","kind":"device"}]}                 | an entry without a name
        {"format":1,"epoch":"boot net:[1]","entries":[{"change":"make","kind":"device","name":7}]}        | an entry without a name
        {"format":1,"epoch":"boot net:[1]","entries":[{"change":"make","kind":"namespace","name":"a/b"}]} | a/b
        """)
    void whatIsNotUnderstoodIsSaidAndNotBelievedInPart(final String text, final String reason) throws IOException {
        Files.writeString(file(), text);
        assertEquals(List.of(), journal().load());
        assertTrue(warning().contains(reason), warning());
        assertTrue(warning().endsWith("; it is kept as " + directory.resolve(Journal.DAMAGED) + ", and what was left half done stays so"), warning());
        assertEquals(text, Files.readString(directory.resolve(Journal.DAMAGED)));
    }

    @Test
    void bytesThatAreNoTextAreSaidToBeSo() throws IOException {
        Files.write(file(), new byte[] {(byte) 0xFF, (byte) 0xFE});
        assertEquals(List.of(), journal().load());
        assertTrue(warning().contains("it is not UTF-8"), warning());
    }

    @Test
    void aJournalThatCannotEvenBeKeptIsSaidToBeSo() throws IOException {
        Files.writeString(file(), "x");
        Files.createDirectories(directory.resolve(Journal.DAMAGED).resolve("full"));
        assertEquals(List.of(), journal().load());
        assertTrue(warning().contains("it is kept as nowhere ("), warning());
    }

    @Test
    void aDamagedJournalDoesNotKeepTheNextTransactionFromItsOwn() throws IOException {
        Files.writeString(file(), "{");
        final Journal journal = journal();
        journal.load();
        journal.begin(List.of(PORT));
        assertEquals(List.of(PORT), journal().load());
    }

    @Test
    void aJournalThatCannotBeWrittenNamesTheFileAndLeavesTheOneBefore() throws IOException {
        final Journal journal = journal();
        journal.begin(List.of(PORT));
        Files.createDirectory(directory.resolve(Journal.FILE + ".next"));
        final IOException failure = assertThrows(IOException.class, () -> journal.begin(List.of(OTHER)));
        assertEquals(directory.resolve(Journal.FILE + ".next") + ": Is a directory", failure.getMessage());
        assertEquals(List.of(PORT), journal().load());
    }
}
