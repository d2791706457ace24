package io.switchd.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.protocol.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

    private static Call parse(final String... args) throws Failure {
        return CommandLine.parse(args, null);
    }

    private static String commands(final String line) throws Failure {
        final String request = Json.write(parse(line.split(" ")).request());
        return request.substring(request.indexOf("\"commands\":") + 11, request.lastIndexOf("]}}") + 1);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', value = {
        "list-br => [{'method':'list-br','params':{}}]",
        "add-br br => [{'method':'add-br','params':{'bridge':'br'}}]",
        "--may-exist add-br br => [{'method':'add-br','params':{'may-exist':true,'bridge':'br'}}]",
        "add-br --may-exist br => [{'method':'add-br','params':{'may-exist':true,'bridge':'br'}}]",
        "add-port br p tag=1 mtu=2 => [{'method':'add-port','params':{'settings':{'tag':'1','mtu':'2'},'bridge':'br','port':'p'}}]",
        "del-port p => [{'method':'del-port','params':{'port':'p'}}]",
        "del-port br p => [{'method':'del-port','params':{'bridge':'br','port':'p'}}]",
        "netns add n => [{'method':'netns.add','params':{'name':'n'}}]",
        "plug br n addr=a addr=b mtu=9 => [{'method':'plug','params':{'addr':['a','b'],'mtu':9,'bridge':'br','netns':'n'}}]",
        "fdb flush vlan=5 => [{'method':'fdb.flush','params':{'vlan':5}}]",
        "fdb flush br port=p => [{'method':'fdb.flush','params':{'port':'p','bridge':'br'}}]",
        "set port p mtu=5 => [{'method':'set','params':{'settings':{'mtu':'5'},'kind':'port','name':'p'}}]",
        "clear port p mtu tag => [{'method':'clear','params':{'kind':'port','name':'p','keys':['mtu','tag']}}]",
        "get bridge b => [{'method':'get','params':{'kind':'bridge','name':'b'}}]",
        "add-br a=b => [{'method':'add-br','params':{'bridge':'a=b'}}]",
        "add-br a -- -- list-br -- => [{'method':'add-br','params':{'bridge':'a'}},{'method':'list-br','params':{}}]",
    })
    void aCommandLineBecomesARequest(final String line, final String request) throws Failure {
        assertEquals(request.replace('\'', '"'), commands(line));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', value = {
        "add-prt => unknown command 'add-prt' (did you mean add-port?); use --help for help",
        "fdb => unknown command 'fdb'; use --help for help",
        "netns lst => unknown command 'netns lst' (did you mean netns list?); use --help for help",
        "add-port br => 'add-port' command requires at least 2 arguments: [--may-exist] add-port BR PORT [KEY=VALUE]...",
        "set port p => 'set' command requires at least 3 arguments: set bridge|port NAME KEY=VALUE...",
        "clear port p => 'clear' command requires at least 3 arguments: clear bridge|port NAME KEY...",
        "del-br a b => 'del-br' command takes at most 1 arguments",
        "list-br -x => 'list-br' command takes at most 0 arguments (note that options must precede command names and follow a \"--\" argument)",
        "list-br --may-exist => 'list-br' command has no '--may-exist' option",
        "add-br --may-exist --may-exist a => '--may-exist' option specified multiple times",
        "plug br ns dev=a dev=b => 'dev' is given twice",
        "plug br ns mtu=x => mtu=x is not a whole number",
        "add-veth a b colour=red => 'add-veth' command has no 'colour=': [--may-exist] add-veth DEV PEER [netns=NAME] [peer-mac=MAC]",
        "-t x list-br => timeout 'x' is not a number of seconds from 1 to 86400",
        "-f xml list-br => output format 'xml' is neither table nor json",
        "-t => option '-t' needs a value; use --help for help",
        "list-br -- netns exec a b => 'netns exec' stands alone in a call",
    })
    void whatCannotBeUnderstoodIsAUsageError(final String line, final String message) {
        final Failure failure = assertThrows(Failure.class, () -> parse(line.split(" ")));
        assertEquals(64, failure.exitCode());
        assertEquals(message, failure.getMessage());
    }

    @Test
    void globalOptionsComeInBothForms() throws Failure {
        final Call call = parse("--socket=/x", "--timeout=5", "--format=json", "--no-wait", "--dry-run", "list-br");
        assertEquals("/x", call.socket);
        assertEquals(5, call.timeoutSeconds);
        assertTrue(call.json && call.noWait && call.dryRun);
        assertEquals("/env", CommandLine.parse(new String[] {"list-br"}, "/env").socket);
        assertEquals("/run/switchd/switchd.sock", parse("list-br").socket);
    }

    @Test
    void wordsOfAFileMayBeQuoted() throws Failure {
        assertEquals(List.of("a", "b c", "d\"e", "", "f#g"), BatchFile.words("  a 'b c' \"d\"'\"'e \"\"\tf#g # rest"));
        assertThrows(Failure.class, () -> BatchFile.words("'open"));
    }
}
