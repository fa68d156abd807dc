/** A benchmark of what the router does not offer alone. */
package dev.atom.router;
