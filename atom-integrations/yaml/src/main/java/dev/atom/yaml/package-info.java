/**
 * Reads YAML into JSON values. Start reading at {@link dev.atom.yaml.Yaml}.
 */
package dev.atom.yaml;
