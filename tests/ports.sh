# shellcheck shell=bash
# A port that nobody listens on, below those that the kernel gives to connections, so that none takes it meanwhile.
free_port() {
	local port
	until port=$((10000 + SRANDOM % 20000)) && ! (exec 8<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
	echo "$port"
}
