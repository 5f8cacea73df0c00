package io.espalier.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureParserTest {

    @Test
    void parse_typesAndDefaults_areRead() {
        var signature =
                SignatureParser.parse(
                        "question, context: list[str] -> answer: Literal['a','b'], confidence: float",
                        "Answer.");

        assertThat(signature.inputs())
                .extracting(f -> f.name() + ": " + PythonTypes.name(f.type()))
                .containsExactly("question: str", "context: list[str]");
        assertThat(signature.outputs())
                .extracting(f -> f.name() + ": " + PythonTypes.name(f.type()))
                .containsExactly("answer: Literal['a', 'b']", "confidence: float");
        assertThat(signature.instruction()).isEqualTo("Answer.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "str#str",
                "typing.Optional[int]#Union[int, NoneType]",
                "list[str] | None#Union[list[str], NoneType]",
                "Union[int, str]#Union[int, str]",
                "Union[int, None, str]#Union[int, str, NoneType]",
                "dict[str, list[dict[str, Any]]]#dict[str, list[dict[str, Any]]]",
                "list#list",
                "dict#dict",
                "List[bool]#list[bool]",
                "Literal[1, -2, True, None, \"it's\"]#Literal[1, -2, True, None, \"it's\"]",
                "Optional[Union[int, str]]#Union[int, str, NoneType]",
                "dspy.Image#Image",
                "dspy.Code[\"java\"]#Code_java",
                "dspy.History#History",
            })
    void type_pythonText_isNamedAsPythonNamesIt(String text, String name) {
        assertThat(PythonTypes.name(SignatureParser.type(text, java.util.Map.of())))
                .isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "question answer#column 10, field 'question': expected ':' and a type, ',' or '->', found 'answer'",
                "question#column 9: expected '->' between inputs and outputs, found the end of the text",
                "a -> b -> c#column 8: expected the end: a signature has one '->', found '-> c'",
                "a -> b: strr#column 9, field 'b': expected a type",
                "a -> b: list[str#column 17, field 'b': expected ']' after the element type of list, found the end",
                "a, a -> b#column 4, field 'a': expected a name that no other field has, found 'a'",
                "a -> 1b#column 6, field '1b': expected a field name of letters",
                "a ->#column 5: expected an output field after '->', found the end of the text",
                "a -> b: Literal[]#column 17, field 'b': expected a constant",
                "a -> b: Optional[int, str]#column 23, field 'b': expected ']': Optional takes one type",
                "a -> b: tuple[int, str]#column 9, field 'b': expected a type",
            })
    void parse_wrongText_namesColumnFieldAndWhatWasExpected(String text, String message) {
        assertThatThrownBy(() -> SignatureParser.parse(text, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void parse_noInputs_isASignature() {
        assertThat(SignatureParser.parse("-> answer", null).inputs()).isEmpty();
    }
}
