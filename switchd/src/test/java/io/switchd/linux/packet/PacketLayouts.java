package io.switchd.linux.packet;

import io.switchd.frame.OffloadHeader;
import io.switchd.linux.libc.MessageLayout;
import java.util.LinkedHashMap;
import java.util.Map;

/** The hand-made layouts, each beside the C expression that tells the truth about it. */
public final class PacketLayouts {

    private PacketLayouts() {
    }

    public static Map<String, Integer> all() {
        final Map<String, Integer> all = new LinkedHashMap<>();
        all.put("offsetof(struct mmsghdr, msg_hdr.msg_name)", MessageLayout.MSG_NAME);
        all.put("offsetof(struct mmsghdr, msg_hdr.msg_namelen)", MessageLayout.MSG_NAMELEN);
        all.put("offsetof(struct mmsghdr, msg_hdr.msg_iov)", MessageLayout.MSG_IOV);
        all.put("offsetof(struct mmsghdr, msg_hdr.msg_iovlen)", MessageLayout.MSG_IOVLEN);
        all.put("offsetof(struct mmsghdr, msg_hdr.msg_control)", MessageLayout.MSG_CONTROL);
        all.put("offsetof(struct mmsghdr, msg_hdr.msg_controllen)", MessageLayout.MSG_CONTROLLEN);
        all.put("offsetof(struct mmsghdr, msg_hdr.msg_flags)", MessageLayout.MSG_FLAGS);
        all.put("offsetof(struct mmsghdr, msg_len)", MessageLayout.MSG_LEN);
        all.put("sizeof(struct mmsghdr)", MessageLayout.MMSGHDR_SIZE);
        all.put("offsetof(struct iovec, iov_base)", MessageLayout.IOV_BASE);
        all.put("offsetof(struct iovec, iov_len)", MessageLayout.IOV_LEN);
        all.put("sizeof(struct iovec)", MessageLayout.IOVEC_SIZE);
        all.put("offsetof(struct cmsghdr, cmsg_len)", MessageLayout.CMSG_LEN);
        all.put("offsetof(struct cmsghdr, cmsg_level)", MessageLayout.CMSG_LEVEL);
        all.put("offsetof(struct cmsghdr, cmsg_type)", MessageLayout.CMSG_TYPE);
        all.put("sizeof(struct cmsghdr)", MessageLayout.CMSG_DATA);
        all.put("CMSG_SPACE(sizeof(struct tpacket_auxdata))", AuxdataLayout.CONTROL_SIZE);
        all.put("offsetof(struct tpacket_auxdata, tp_status)", AuxdataLayout.TP_STATUS);
        all.put("offsetof(struct tpacket_auxdata, tp_vlan_tci)", AuxdataLayout.TP_VLAN_TCI);
        all.put("offsetof(struct tpacket_auxdata, tp_vlan_tpid)", AuxdataLayout.TP_VLAN_TPID);
        all.put("sizeof(struct tpacket_auxdata)", AuxdataLayout.AUXDATA_SIZE);
        all.put("offsetof(struct tpacket_req, tp_block_nr)", RingLayout.TP_BLOCK_NR);
        all.put("offsetof(struct tpacket_req, tp_frame_size)", RingLayout.TP_FRAME_SIZE);
        all.put("offsetof(struct tpacket_req, tp_frame_nr)", RingLayout.TP_FRAME_NR);
        all.put("sizeof(struct tpacket_req)", RingLayout.TPACKET_REQ_SIZE);
        all.put("offsetof(struct tpacket2_hdr, tp_len)", RingLayout.TP_LEN);
        all.put("offsetof(struct tpacket2_hdr, tp_snaplen)", RingLayout.TP_SNAPLEN);
        all.put("offsetof(struct tpacket2_hdr, tp_mac)", RingLayout.TP_MAC);
        all.put("offsetof(struct tpacket2_hdr, tp_vlan_tci)", RingLayout.TP_VLAN_TCI);
        all.put("offsetof(struct tpacket2_hdr, tp_vlan_tpid)", RingLayout.TP_VLAN_TPID);
        all.put("sizeof(struct tpacket2_hdr)", RingLayout.TPACKET2_HDR_SIZE);
        all.put("offsetof(struct sockaddr_ll, sll_protocol)", PacketSocket.SLL_PROTOCOL);
        all.put("offsetof(struct sockaddr_ll, sll_ifindex)", PacketSocket.SLL_IFINDEX);
        all.put("sizeof(struct sockaddr_ll)", PacketSocket.SOCKADDR_LL_SIZE);
        all.put("offsetof(struct packet_mreq, mr_type)", PacketSocket.MR_TYPE);
        all.put("sizeof(struct packet_mreq)", PacketSocket.PACKET_MREQ_SIZE);
        all.put("offsetof(struct tpacket_stats, tp_drops)", PacketSocket.TP_DROPS);
        all.put("sizeof(struct tpacket_stats)", PacketSocket.TPACKET_STATS_SIZE);
        all.put("offsetof(struct sock_fprog, len)", PacketSocket.FPROG_LEN);
        all.put("offsetof(struct sock_fprog, filter)", PacketSocket.FPROG_FILTER);
        all.put("sizeof(struct sock_fprog)", PacketSocket.SOCK_FPROG_SIZE);
        all.put("offsetof(struct sock_filter, code)", PacketSocket.FILTER_CODE);
        all.put("BPF_RET | BPF_K", PacketSocket.RETURN);
        all.put("offsetof(struct epoll_event, data)", EpollPoller.EVENT_DATA);
        all.put("sizeof(struct epoll_event)", EpollPoller.EVENT_SIZE);
        all.put("offsetof(struct virtio_net_hdr, gso_type)", OffloadHeader.TYPE);
        all.put("offsetof(struct virtio_net_hdr, hdr_len)", OffloadHeader.HEADER_LENGTH);
        all.put("offsetof(struct virtio_net_hdr, gso_size)", OffloadHeader.SEGMENT_SIZE);
        all.put("offsetof(struct virtio_net_hdr, csum_start)", OffloadHeader.CHECKSUM_START);
        all.put("offsetof(struct virtio_net_hdr, csum_offset)", OffloadHeader.CHECKSUM_OFFSET);
        all.put("sizeof(struct virtio_net_hdr)", OffloadHeader.LENGTH);
        return all;
    }
}
