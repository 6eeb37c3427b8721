/*
 * A FastCGI program that tells what the web server passed to it: its parameters one a line, then BODY=length.
 * Below /sendfile/ it hands a file over instead; /crash ends the process. Tests put it in the place of our programs.
 */
#include <fcgiapp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void hand_over(FCGX_Request *request, const char *name)
{
	const char *way = FCGX_GetParam("MUSTER_SENDFILE", request->envp);

	if (way && strcmp(way, "accel") == 0)
		FCGX_FPrintF(request->out, "X-Accel-Redirect: /files/%s\r\n", name);
	else
		FCGX_FPrintF(request->out, "X-Sendfile: %s/files/%s\r\n", getenv("MUSTER_PATHS_VAR"), name);
	FCGX_PutS("Content-Type: text/plain\r\n\r\n", request->out);
}

static void tell(FCGX_Request *request)
{
	static char piece[65536];
	long long body = 0;

	for (int n; (n = FCGX_GetStr(piece, sizeof piece, request->in)) > 0;)
		body += n;
	FCGX_FPrintF(request->out, "Content-Type: text/plain\r\n\r\nACCOUNT=%s\n", getenv("MUSTER_CONFIG"));
	for (char **param = request->envp; *param; param++)
		FCGX_FPrintF(request->out, "%s\n", *param);
	FCGX_FPrintF(request->out, "PID=%d\nBODY=%lld\n", (int)getpid(), body);
}

int main(void)
{
	FCGX_Request request;

	if (FCGX_Init() || FCGX_InitRequest(&request, 0, FCGI_FAIL_ACCEPT_ON_INTR))
		return 1;
	while (FCGX_Accept_r(&request) == 0) {
		const char *uri = FCGX_GetParam("REQUEST_URI", request.envp);

		if (uri && strcmp(uri, "/crash") == 0)
			abort();
		if (uri && strncmp(uri, "/sendfile/", 10) == 0)
			hand_over(&request, uri + 10);
		else
			tell(&request);
		FCGX_Finish_r(&request);
	}
	return 0;
}
