package dev.jobward.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The applications that are measured: the WAR with a handler added, and the service by hand. */
final class Wars {

  private static final String BEANS =
      """
      <beans xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0" bean-discovery-mode="annotated"/>
      """;

  private static final String AT_ROOT =
      """
      <jboss-web>
        <context-root>/</context-root>
      </jboss-web>
      """;

  private Wars() {}

  /** The product, with the handler and the servlet of the bench in a jar of their own. */
  static Path jobward(Path war, Path classes, Path folder) throws IOException {
    Path jar = folder.resolve("bench.jar");
    writeJar(jar, classes, "dev/jobward/bench/inside", Map.of("META-INF/beans.xml", BEANS), "");
    Path with = folder.resolve("jobward-bench.war");
    Files.copy(war, with, StandardCopyOption.REPLACE_EXISTING);
    try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + with.toUri()), Map.of())) {
      Files.copy(jar, zip.getPath("WEB-INF", "lib", "bench.jar"));
    }
    return with;
  }

  /** What a team would write by hand instead. */
  static Path byHand(Path classes, Path folder) throws IOException {
    Path war = folder.resolve("by-hand.war");
    writeJar(
        war,
        classes,
        "dev/jobward/bench/byhand",
        Map.of("WEB-INF/beans.xml", BEANS, "WEB-INF/jboss-web.xml", AT_ROOT),
        "WEB-INF/classes/");
    return war;
  }

  private static void writeJar(
      Path jar, Path classes, String folder, Map<String, String> texts, String prefix)
      throws IOException {
    List<Path> compiled;
    try (Stream<Path> files = Files.walk(classes.resolve(folder))) {
      compiled = files.filter(Files::isRegularFile).sorted().toList();
    }
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (Path path : compiled) {
        out.putNextEntry(new JarEntry(prefix + classes.relativize(path)));
        Files.copy(path, out);
      }
      texts.forEach((name, text) -> write(out, name, text));
    }
  }

  private static void write(JarOutputStream out, String name, String text) {
    try {
      out.putNextEntry(new JarEntry(name));
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
