// Package cedar is a placeholder until the trie lands.
package cedar
