package dev.jobward.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandlersPageTest {

  private static final Pattern JAVA_BLOCK =
      Pattern.compile("```java\n(.*?class (\\w+).*?)```", Pattern.DOTALL);

  @TempDir private Path output;

  @Test
  void showsAHandlerThatCompiles() throws IOException {
    Matcher block = JAVA_BLOCK.matcher(Files.readString(Path.of("src/docs/handlers.md")));
    assertThat(block.find()).isTrue();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();

    boolean compiled =
        compiler
            .getTask(
                complaints,
                null,
                null,
                List.of("-d", output.toString(), "-proc:none"),
                null,
                List.of(source(block.group(2), block.group(1))))
            .call();

    assertThat(compiled).as(complaints.toString()).isTrue();
  }

  private static JavaFileObject source(String name, String code) {
    URI uri = URI.create("string:///com/example/reports/" + name + ".java");
    return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return code;
      }
    };
  }
}
