/** The parts of keeping replies that know nothing of routes. Not exported. */
package dev.atom.router.reuse;
