/*
 * The kernel's ways to receive and send frames, each as a loop between two devices with nothing else in it.
 * packet-io DEVICE DEVICE, and in the environment:
 *   MODE=recv|ring64|ring2|txring  recvmmsg; ring of 64 KiB slots; of small slots with trains queued; that and a ring to send
 *   BATCH=64  frames at most at a time      SLOTS=1024, SLOTSZ=1600  of the ring
 *   BYPASS=1  PACKET_QDISC_BYPASS           SHARED=1  one sending socket for both devices
 *   SPIN=50   microseconds to look on before sleeping
 *   THREADS=2 threads that share the devices by PACKET_FANOUT, FAN=0 by the hash of the flow
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <errno.h>
#include <time.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/mman.h>
#include <sys/epoll.h>
#include <linux/if_packet.h>
#include <linux/if_ether.h>
#include <net/if.h>
#include <arpa/inet.h>

#define MAXB 256
enum {RECV,RING64,RING2,TXRING};
static int mode, bypass, B=64, slots=1024, shared, threads=1, fan; static long spin_us; static int slotsz=1600;
struct port { int fd, ifx; int tx; char *ring; unsigned nslots, slot, blk, perblk, head; char*txring; unsigned txn, txhead; };
struct loop { struct port p[2]; int sharedfd; struct mmsghdr rm[MAXB], sm[MAXB]; struct iovec ri[MAXB][2], si[MAXB][2]; char ctl[MAXB][64]; struct sockaddr_ll to[2]; char *heads,*tails; int id;};
static char *names[2];
static long now_us(){struct timespec t;clock_gettime(CLOCK_MONOTONIC,&t);return t.tv_sec*1000000L+t.tv_nsec/1000;}
static void die(const char*s){perror(s);exit(1);}
static void openp(struct loop*L,struct port*q,int i){
  q->ifx=if_nametoindex(names[i]); if(!q->ifx) die(names[i]);
  q->fd=socket(AF_PACKET,SOCK_RAW,0); if(q->fd<0)die("socket"); int one=1;
  if(setsockopt(q->fd,SOL_PACKET,PACKET_VNET_HDR,&one,4))die("vnet");
  setsockopt(q->fd,SOL_PACKET,23,&one,4);
  int b=8<<20; setsockopt(q->fd,SOL_SOCKET,SO_RCVBUFFORCE,&b,4); setsockopt(q->fd,SOL_SOCKET,SO_SNDBUFFORCE,&b,4);
  if(mode==RECV){setsockopt(q->fd,SOL_PACKET,PACKET_AUXDATA,&one,4);}
  else{
    int v=TPACKET_V2; if(setsockopt(q->fd,SOL_PACKET,PACKET_VERSION,&v,4))die("ver");
    if(mode!=RING64){ if(setsockopt(q->fd,SOL_PACKET,PACKET_COPY_THRESH,&one,4))die("copy"); }
    struct tpacket_req r; memset(&r,0,sizeof r);
    q->slot= mode==RING64?65664:slotsz; q->blk= mode==RING64?(2<<20):(1<<16); q->perblk=q->blk/q->slot;
    r.tp_block_size=q->blk; r.tp_frame_size=q->slot; r.tp_block_nr=(mode==RING64?256:slots)/q->perblk+1; r.tp_frame_nr=r.tp_block_nr*q->perblk;
    q->nslots=r.tp_frame_nr;
    if(setsockopt(q->fd,SOL_PACKET,PACKET_RX_RING,&r,sizeof r))die("ring");
    q->ring=mmap(0,(size_t)r.tp_block_size*r.tp_block_nr,PROT_READ|PROT_WRITE,MAP_SHARED|MAP_POPULATE,q->fd,0); if(q->ring==MAP_FAILED)die("mmap");
  }
  q->tx=q->fd;
  if(mode==TXRING){ q->tx=socket(AF_PACKET,SOCK_RAW,0); setsockopt(q->tx,SOL_PACKET,PACKET_VNET_HDR,&one,4); setsockopt(q->tx,SOL_SOCKET,SO_SNDBUFFORCE,&b,4);
    int v=TPACKET_V2; setsockopt(q->tx,SOL_PACKET,PACKET_VERSION,&v,4); struct tpacket_req r={.tp_block_size=1<<16,.tp_frame_size=2048,.tp_block_nr=16,.tp_frame_nr=512};
    if(setsockopt(q->tx,SOL_PACKET,PACKET_TX_RING,&r,sizeof r))die("txring"); q->txn=512; q->txring=mmap(0,1<<20,PROT_READ|PROT_WRITE,MAP_SHARED|MAP_POPULATE,q->tx,0); if(q->txring==MAP_FAILED)die("mmap tx");
    struct sockaddr_ll sll={.sll_family=AF_PACKET,.sll_ifindex=q->ifx}; if(bind(q->tx,(void*)&sll,sizeof sll))die("bindtx"); }
  if(bypass) setsockopt(q->tx,SOL_PACKET,PACKET_QDISC_BYPASS,&one,4);
  struct sockaddr_ll sll; memset(&sll,0,sizeof sll); sll.sll_family=AF_PACKET; sll.sll_ifindex=q->ifx; sll.sll_protocol=htons(ETH_P_ALL);
  if(bind(q->fd,(void*)&sll,sizeof sll))die("bind");
  struct packet_mreq mr={.mr_ifindex=q->ifx,.mr_type=PACKET_MR_PROMISC}; setsockopt(q->fd,SOL_PACKET,PACKET_ADD_MEMBERSHIP,&mr,sizeof mr);
  if(threads>1){ int a=(100+i)|(fan<<16); if(setsockopt(q->fd,SOL_PACKET,PACKET_FANOUT,&a,4))die("fanout"); }
  if(shared){ L->to[i]=(struct sockaddr_ll){.sll_family=AF_PACKET,.sll_ifindex=q->ifx,.sll_halen=6}; q->tx=L->sharedfd; }
}
static void sendall(struct loop*L,struct port*o,int n){int s=0;
  if(shared) for(int i=0;i<n;i++){L->sm[i].msg_hdr.msg_name=&L->to[o-L->p]; L->sm[i].msg_hdr.msg_namelen=sizeof L->to[0];}
  while(s<n){int k=sendmmsg(o->tx,L->sm+s,n-s,MSG_DONTWAIT); if(k>0)s+=k; else {if(errno==EAGAIN) return; s++;}}}
static int do_recv(struct loop*L,struct port*a,struct port*o){
  for(int i=0;i<B;i++) L->rm[i].msg_hdr.msg_controllen=64;
  int n=recvmmsg(a->fd,L->rm,B,MSG_DONTWAIT|MSG_TRUNC,0); if(n<=0) return 0;
  for(int i=0;i<n;i++){unsigned l=L->rm[i].msg_len; L->si[i][0].iov_base=L->heads+i*2112; L->si[i][0].iov_len=l<2112?l:2112; L->si[i][1].iov_base=L->tails+i*65536; L->si[i][1].iov_len=l<2112?0:l-2112; L->sm[i].msg_hdr.msg_iov=L->si[i]; L->sm[i].msg_hdr.msg_iovlen=l<2112?1:2;}
  sendall(L,o,n); return n;
}
static inline struct tpacket2_hdr*slot(struct port*q,unsigned i){return (void*)(q->ring+(size_t)(i/q->perblk)*q->blk+(size_t)(i%q->perblk)*q->slot);}
static void kick(struct port*o){ if(send(o->tx,0,0,MSG_DONTWAIT)<0 && errno!=EAGAIN) perror("kick"); }
static int do_ring(struct loop*L,struct port*a,struct port*o){
  int n=0,m=0; unsigned h=a->head; struct tpacket2_hdr*hs[MAXB]; int kicked=0;
  while(n<B){ struct tpacket2_hdr*t=slot(a,h); unsigned st=__atomic_load_n(&t->tp_status,__ATOMIC_ACQUIRE); if(!(st&TP_STATUS_USER))break;
    hs[n]=t; char*base; unsigned len;
    if((st&TP_STATUS_COPY)){ long k=recv(a->fd,L->tails+n*65536L,65536,MSG_DONTWAIT); base=L->tails+n*65536L; len=k>0?k:0; if(k<=0) {fprintf(stderr,"copy recv %ld %d\n",k,errno);} }
    else { base=(char*)t+t->tp_mac-10; len=t->tp_snaplen+10; }
    if(mode==TXRING && len<2000){ struct tpacket2_hdr*x=(void*)(o->txring+(o->txhead%o->txn)*2048); if(__atomic_load_n(&x->tp_status,__ATOMIC_ACQUIRE)!=TP_STATUS_AVAILABLE){ if(kicked){kick(o);kicked=0;} }
      else { memcpy((char*)x+32,base,len); x->tp_len=len; *(unsigned short*)((char*)x+32+2)= len-10; __atomic_store_n(&x->tp_status,TP_STATUS_SEND_REQUEST,__ATOMIC_RELEASE); o->txhead++; kicked=1; } }
    else { if(kicked){kick(o);kicked=0;} L->si[m][0].iov_base=base; L->si[m][0].iov_len=len; L->sm[m].msg_hdr.msg_iov=L->si[m]; L->sm[m].msg_hdr.msg_iovlen=1; m++; if(mode==TXRING){ sendto(o->fd,base,len,MSG_DONTWAIT,0,0); m=0; } }
    n++; h=(h+1)%a->nslots; }
  if(!n) return 0;
  if(kicked) kick(o);
  if(m) sendall(L,o,m);
  for(int i=0;i<n;i++) __atomic_store_n(&hs[i]->tp_status,TP_STATUS_KERNEL,__ATOMIC_RELEASE);
  a->head=h; return n;
}
static void* run(void*arg){ struct loop*L=arg;
  int ep=epoll_create1(0); for(int i=0;i<2;i++){struct epoll_event e={.events=EPOLLIN,.data.u32=i};epoll_ctl(ep,EPOLL_CTL_ADD,L->p[i].fd,&e);}
  struct epoll_event ev[4]; long last=now_us();
  for(;;){ int w=0;
    if(mode==RECV){ int n=epoll_wait(ep,ev,4,spin_us&&now_us()-last<spin_us?0:1000); for(int i=0;i<n;i++){int k=ev[i].data.u32; w+=do_recv(L,&L->p[k],&L->p[1-k]);} if(n&&spin_us)last=now_us(); continue; }
    w+=do_ring(L,&L->p[0],&L->p[1]); w+=do_ring(L,&L->p[1],&L->p[0]);
    if(w){ if(spin_us) last=now_us(); continue; }
    if(spin_us && now_us()-last<spin_us) continue;
    epoll_wait(ep,ev,4,1000); last=now_us();
  }
}
static long e(const char*n,long d){char*s=getenv(n);return s?atol(s):d;}
int main(int c,char**v){
  char*m=getenv("MODE"); mode=!strcmp(m,"recv")?RECV:!strcmp(m,"ring64")?RING64:!strcmp(m,"ring2")?RING2:TXRING;
  bypass=e("BYPASS",0); spin_us=e("SPIN",0); B=e("BATCH",64); slots=e("SLOTS",1024); shared=e("SHARED",0); threads=e("THREADS",1); fan=e("FAN",0); slotsz=e("SLOTSZ",1600);
  names[0]=v[1];names[1]=v[2]; struct loop*Ls[8];
  for(int t=0;t<threads;t++){ struct loop*L=Ls[t]=calloc(1,sizeof*L); L->heads=aligned_alloc(64,MAXB*2112); L->tails=malloc(MAXB*65536L);
   if(shared){int one=1,b=8<<20; L->sharedfd=socket(AF_PACKET,SOCK_RAW,0); setsockopt(L->sharedfd,SOL_PACKET,PACKET_VNET_HDR,&one,4); setsockopt(L->sharedfd,SOL_SOCKET,SO_SNDBUFFORCE,&b,4); if(bypass)setsockopt(L->sharedfd,SOL_PACKET,PACKET_QDISC_BYPASS,&one,4);}
   for(int i=0;i<MAXB;i++){L->ri[i][0]=(struct iovec){L->heads+i*2112,2112};L->ri[i][1]=(struct iovec){L->tails+i*65536L,65536};L->rm[i].msg_hdr.msg_iov=L->ri[i];L->rm[i].msg_hdr.msg_iovlen=2;L->rm[i].msg_hdr.msg_control=L->ctl[i];}
   openp(L,&L->p[0],0);openp(L,&L->p[1],1); }
  for(int t=1;t<threads;t++){pthread_t x;pthread_create(&x,0,run,Ls[t]);}
  run(Ls[0]);
}
