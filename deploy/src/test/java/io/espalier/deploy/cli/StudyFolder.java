package io.espalier.deploy.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A folder with a study that is whole, for tests to spoil. */
final class StudyFolder {
    static final String STUDY =
            """
            version: 1
            name: tickets
            program:
              module: predict
              signature: "text: str -> answer: str"
            data:
              train: train.jsonl
              test: test.jsonl
            metric: exact
            optimizer: {name: labeled-few-shot, k: 3}
            budget: {metric-calls: 100, minutes: 2.5}
            seed: 7
            """;

    private StudyFolder() {}

    /**
     * @return the study's file
     */
    static Path write(Path folder, String study) throws IOException {
        Files.writeString(folder.resolve("train.jsonl"), rows(0, 20));
        Files.writeString(folder.resolve("test.jsonl"), rows(20, 30));
        Files.writeString(folder.resolve("empty.jsonl"), "");
        return Files.writeString(folder.resolve("study.yaml"), study);
    }

    private static String rows(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{\"text\": \"ticket " + i + "\", \"answer\": \"yes\"}\n")
                .collect(Collectors.joining());
    }
}
