package io.espalier.worker.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TemplateTest {

    private static final Map<String, Object> CHAT =
            Map.of(
                    "messages",
                    List.of(
                            Map.of("role", "system", "content", " Be kind. "),
                            Map.of("role", "user", "content", "Hello")),
                    "add_generation_prompt",
                    true,
                    "bos_token",
                    "<s>");

    private static String render(String source) {
        return Template.read(source).render(CHAT);
    }

    @Test
    void render_loopWithRoles_marksEachTurn() {
        var source =
                "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}<|end|>{% endfor %}"
                        + "{% if add_generation_prompt %}<|assistant|>{% endif %}";
        assertThat(render(source))
                .isEqualTo("<|system|> Be kind. <|end|><|user|>Hello<|end|><|assistant|>");
    }

    @Test
    void render_templateOverLines_trimsAroundTags() {
        var source =
                """
                {{- bos_token }}
                {%- for message in messages %}
                    {%- if message.role == 'system' and loop.first %}
                        {{- '[' + message.content | trim + ']\\n' }}
                    {%- elif message.role in 'ab' or not loop.last %}
                        {{- 'never' }}
                    {%- else %}
                        {{- message.content ~ loop.index }}
                    {%- endif %}
                {%- endfor %}
                {% set end = 'x' if tools is defined else 'y' %}
                {{ end }}{# a comment #}
                """;
        assertThat(render(source)).isEqualTo("<s>[Be kind.]\nHello2y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% macro f() %}{% endmacro %}",
                "{{ messages | tojson }}",
                "{{ strftime_now('%d') }}",
                "{% for m in messages %}",
                "{{ 'a' ? }}"
            })
    void read_beyondTheSupportedPart_refuses(String source) {
        assertThatThrownBy(() -> Template.read(source)).isInstanceOf(TemplateException.class);
    }

    @Test
    void render_raiseException_passesTheMessage() {
        assertThatThrownBy(() -> render("{{ raise_exception('roles must ' + 'alternate') }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("roles must alternate");
    }
}
