/** The launcher script, run as a process in trees and on JDKs made for the test. */
@NullMarked
package io.bellwether.tests.launcher;

import org.jspecify.annotations.NullMarked;
