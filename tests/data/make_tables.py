# Writes the tables that the advice of the import sheet is held to. Needs scikit-learn 1.x, palmerpenguins 0.1 and pandas.
# iris, wine, breast_cancer and diabetes are those of scikit-learn (UCI Machine Learning Repository, CC BY 4.0; Efron et al. 2004); penguins are
# those of Gorman, Williams and Fraser 2014 (CC0).
import os
os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'tables'))
import numpy as np, pandas as pd
from sklearn import datasets as d
from palmerpenguins import load_penguins

for n in ['iris','wine','breast_cancer','diabetes']:
    options = {'scaled': False} if n == 'diabetes' else {}
    s = getattr(d, 'load_' + n)(as_frame=True, **options)
    f = s.data.copy()
    if n!='diabetes': f['class']=[s.target_names[t] for t in s.target]
    else: f['progression']=s.target
    f.to_csv(n+'.csv',index=False)
load_penguins().to_csv('penguins.csv',index=False)
# Five with curved structure, in units of their own.
r=np.random.default_rng(7)
def save(name,X,names):
    pd.DataFrame(X,columns=names).round(4).to_csv(name+'.csv',index=False)
n=400
# 1 bent arm: two joint angles, positions of 3 markers in mm, and the reach
a=r.uniform(-1.2,1.2,n); b=r.uniform(0,2.2,n)
x1,y1=300*np.cos(a),300*np.sin(a); x2,y2=x1+250*np.cos(a+b),y1+250*np.sin(a+b)
x3,y3=x2+80*np.cos(a+1.7*b),y2+80*np.sin(a+1.7*b)
save('arm',np.c_[x1,y1,x2,y2,x3,y3,np.hypot(x2,y2)]+r.normal(0,1,(n,7)),['elbow_x_mm','elbow_y_mm','wrist_x_mm','wrist_y_mm','tip_x_mm','tip_y_mm','reach_mm'])
# 2 spectra: a peak that moves and widens, 16 wavelengths
w=np.linspace(400,700,16); c=r.uniform(430,670,n); s=r.uniform(25,60,n)
save('peak',1000*np.exp(-.5*((w-c[:,None])/s[:,None])**2)+r.normal(0,8,(n,16)),[f'{int(v)}_nm' for v in w])
# 3 pendulum: angle and amplitude
t=r.uniform(0,2*np.pi,n); A=r.uniform(.3,2.4,n)
th=A*np.cos(t); om=-3.1*A*np.sin(t)
save('pendulum',np.c_[np.sin(th),-np.cos(th),om,9.81*(1-np.cos(th)),.5*om**2,om*np.cos(th)]+r.normal(0,.01,(n,6)),['x_m','y_m','speed_rad_s','potential_j','kinetic_j','drop_m_s'])
# 4 swiss roll with 5 sensors
t=1.5*np.pi*(1+2*r.uniform(0,1,n)); h=21*r.uniform(0,1,n)
save('roll',np.c_[t*np.cos(t),h,t*np.sin(t)]+r.normal(0,.1,(n,3)),['x','y','z'])
# 5 tuned sensors: place in a room of 5 x 4 m, strength at 12 receivers
px,py=r.uniform(0,5,n),r.uniform(0,4,n); rx,ry=np.meshgrid([.5,1.8,3.2,4.5],[.5,2,3.5]); 
dd=(px[:,None]-rx.ravel())**2+(py[:,None]-ry.ravel())**2
save('receivers',-40-10*np.log10(dd+.15)+r.normal(0,.5,(n,12)),[f'receiver_{i+1}_dbm' for i in range(12)])
