/* Sends one frame as fast as it can: blast DEVICE LENGTH SECONDS. Prints how many were taken. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <time.h>
int main(int c,char**v){int len=atoi(v[2]);double secs=atof(v[3]);int fd=socket(AF_PACKET,SOCK_RAW,0);struct sockaddr_ll s={.sll_family=AF_PACKET,.sll_ifindex=if_nametoindex(v[1])};bind(fd,(void*)&s,sizeof s);
char f[2000]={0};memcpy(f,"\x02\x00\x00\x00\x00\x99\x02\x00\x00\x00\x00\x11\x88\xb5",14);struct iovec io={f,len};struct mmsghdr m[64];memset(m,0,sizeof m);for(int i=0;i<64;i++){m[i].msg_hdr.msg_iov=&io;m[i].msg_hdr.msg_iovlen=1;}
struct timespec a,b;clock_gettime(CLOCK_MONOTONIC,&a);long n=0;do{int k=sendmmsg(fd,m,64,0);if(k>0)n+=k;clock_gettime(CLOCK_MONOTONIC,&b);}while(b.tv_sec-a.tv_sec+(b.tv_nsec-a.tv_nsec)/1e9<secs);printf("%ld\n",n);}
