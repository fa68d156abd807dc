/**
 * YAML as JSON values, for documents that people write.
 *
 * <p>Start reading at {@link dev.atom.yaml.Yaml}.
 */
@org.jspecify.annotations.NullMarked
module dev.atom.yaml {
  requires static transitive org.jspecify;
  requires transitive dev.atom.core;
  requires org.snakeyaml.engine;

  exports dev.atom.yaml;
}
