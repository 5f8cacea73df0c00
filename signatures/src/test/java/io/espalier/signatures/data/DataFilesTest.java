package io.espalier.signatures.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.SignatureParser;
import io.espalier.signatures.json.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFilesTest {
    private static final Signature SIGNATURE =
            SignatureParser.parse(
                    "text, count: int -> price: float, urgent: bool, tags: list[str],"
                            + " level: Literal[1, 2], note: Optional[str]",
                    null);

    @Test
    void jsonLines_badRows_areAllNamedInPlainWords() {
        assertThatThrownBy(() -> DataFiles.jsonLines("{\"a\": 1}\n{\"a\": \n[2]\n", "rows.jsonl"))
                .hasMessageContaining("line 2: not JSON at column 7: it ends too early")
                .hasMessageContaining("line 3: expected an object of fields, got array")
                .hasMessageNotContaining("Source");
    }

    @Test
    void csv_columns_haveTheTypesOfTheSignature() {
        var data =
                DataFiles.csv(
                        """
                        id,text,count,price,urgent,tags,level,note,extra
                        a,"two
                        lines, ""one"" cell",3,1.5,yes,"[""x"",""y""]",2,,7
                        """,
                        SIGNATURE,
                        "rows.csv");
        var row = data.examples().getFirst();
        assertThat(row.id()).isEqualTo("a");
        assertThat(Json.canonical(row.fields().toJson()))
                .isEqualTo(
                        Json.canonical(
                                Json.parse(
                                        """
                                        {"id": "a", "text": "two\\nlines, \\"one\\" cell", "count": 3,
                                         "price": 1.5, "urgent": true, "tags": ["x", "y"], "level": 2,
                                         "note": null, "extra": "7"}
                                        """)));
    }

    @Test
    void csv_faults_nameFileLineAndColumn() {
        assertThatThrownBy(() -> csv("text,count\nx,1\ny,many\n"))
                .hasMessage("rows.csv, line 3, column 'count': 'many' is no whole number");
        assertThatThrownBy(() -> csv("text,count\nx\n")).hasMessageContaining("rows.csv, line 2");
        assertThatThrownBy(() -> csv("text,text\nx,y\n")).hasMessageContaining("named twice");
    }

    @Test
    void jsonLines_faults_nameFileAndLine() {
        assertThatThrownBy(() -> DataFiles.jsonLines("{\"a\": 1}\n\n{\"a\": \n", "rows.jsonl"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("rows.jsonl, line 3");
        assertThatThrownBy(() -> DataFiles.jsonLines("[1]\n", "rows.jsonl"))
                .hasMessageContaining("line 1")
                .hasMessageContaining("expected an object");
    }

    @Test
    void read_files_byTheirEndings(@TempDir Path folder) throws IOException {
        var json = Files.writeString(folder.resolve("a.jsonl"), "{\"text\": \"x\"}\n");
        var csv = Files.writeString(folder.resolve("a.CSV"), "\uFEFFtext\nx\n");
        assertThat(DataFiles.read(csv, SIGNATURE).hash())
                .as("a spreadsheet's byte order mark is no part of the first column's name")
                .isEqualTo(DataFiles.read(json, SIGNATURE).hash());
        assertThatThrownBy(() -> DataFiles.read(folder.resolve("none.csv"), SIGNATURE))
                .hasMessageContaining("there is no file");
        Files.write(folder.resolve("bad.jsonl"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> DataFiles.read(folder.resolve("bad.jsonl"), SIGNATURE))
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void ids_givenTwice_areReplacedByContent() {
        var data =
                DataFiles.jsonLines("{\"id\": \"a\", \"n\": 1}\n{\"id\": \"a\", \"n\": 2}\n", "x");
        assertThat(data.examples()).extracting(Example::id).doesNotHaveDuplicates();
    }

    @Test
    void faults_missingFields_sayWhichAndWhere() {
        var signature = SignatureParser.parse("question -> answer", null);
        var data =
                DataFiles.jsonLines(
                        "{\"question\": \"q\"}\n{\"answer\": \"a\", \"question\": \"q\"}\n", "x");
        assertThat(data.faults(signature, true))
                .singleElement()
                .asString()
                .contains("row 1 has no expected output 'answer'");
        assertThat(data.faults(signature, false)).isEmpty();
        assertThat(new DataSet(List.of()).faults(signature, true)).containsExactly("has no rows");
    }

    @Property(tries = 100)
    void csv_anyTexts_comeBackAsWritten(@ForAll @Size(min = 1, max = 8) List<String> texts)
            throws IOException {
        var written = new StringWriter();
        try (var writer = CsvWriter.builder().build(written)) {
            writer.writeRecord("text", "other");
            for (var text : texts) writer.writeRecord(text, "-");
        }
        assertThat(csv(written.toString()).examples())
                .extracting(e -> e.fields().text("text"))
                .isEqualTo(texts);
    }

    @Property(tries = 100)
    void jsonLines_anyTexts_comeBackAsWritten(@ForAll @Size(max = 8) List<String> texts) {
        var data = new DataSet(texts.stream().map(t -> Example.of(Fields.of("text", t))).toList());
        var read = DataFiles.jsonLines(data.jsonLines(), "x");
        assertThat(read.examples())
                .extracting(Example::fields)
                .isEqualTo(data.examples().stream().map(Example::fields).toList());
        assertThat(read.hash()).isEqualTo(data.hash());
    }

    @Property(tries = 50)
    void split_anySeed_cutsTheShareAndIgnoresTheOrder(@ForAll long seed) {
        var rows = IntStream.range(0, 20).mapToObj(i -> Example.of(Fields.of("n", i))).toList();
        var split = new DataSet(rows).split(0.3, seed);
        assertThat(split.cut().size()).isEqualTo(6);
        assertThat(split.rest().size()).isEqualTo(14);
        var again = new DataSet(rows.reversed()).split(0.3, seed);
        assertThat(again.cut().examples())
                .containsExactlyInAnyOrderElementsOf(split.cut().examples());
    }

    @Test
    void split_otherSeeds_cutOtherRows() {
        var rows = IntStream.range(0, 20).mapToObj(i -> Example.of(Fields.of("n", i))).toList();
        var data = new DataSet(rows);
        assertThat(data.split(0.3, 1).cut()).isNotEqualTo(data.split(0.3, 2).cut());
        assertThatThrownBy(() -> new DataSet(rows.subList(0, 1)).split(0.3, 1))
                .hasMessageContaining("cannot split 1");
    }

    private static DataSet csv(String text) {
        return DataFiles.csv(text, SIGNATURE, "rows.csv");
    }
}
