# What zsh makes of a line when the tab key is pressed at its end. A shell in a
# pseudo terminal completes it, and prints the line between marks.
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PROMPT= RPROMPT= PS2=; stty cols 500; fpath=($PWD/functions \$fpath)
autoload -Uz compinit; compinit -u -D
zstyle ':completion:*' menu no
show() { print -rn -- \$'\\x01'\"\$BUFFER\"\$'\\x02'; BUFFER=; zle .accept-line }
zle -N show; bindkey '^X' show; unsetopt beep; print READ\"\"Y"
zpty -r shell said '*READY*'
zpty -n -w shell "$1"$'\t\x18'
zpty -r shell said $'*\x01*\x02'
said=${said##*$'\x01'}
print -r -- "${said%%$'\x02'*}"
zpty -d shell
