package io.espalier.signatures.document;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file could not be read or written, in words; the caller has named the file. */
public final class FileProblem {
    private FileProblem() {}

    public static String of(IOException problem) {
        return switch (problem) {
            case NoSuchFileException _ -> "there is no such file or folder";
            case AccessDeniedException _ -> "access is denied";
            case CharacterCodingException _ -> "it is not UTF-8 text";
            case FileSystemException failed when failed.getReason() != null -> failed.getReason();
            default -> {
                var message = problem.getMessage();
                yield message == null ? problem.getClass().getSimpleName() : message;
            }
        };
    }
}
