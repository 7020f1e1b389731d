"""The installer outsourcing plugin (安装外包): work given to installers: contracts, jobs, penalties, settlement."""
